"""The words for what people decide."""

OF_FILES = {"applicable": "該当", "not_applicable": "非該当", "form_only": "様式のみ", "unclear": "要確認"}
NO_PERSONAL_DATA = ("not_applicable", "form_only")  # of a file: it does not count
OF_FINDINGS = {**OF_FILES, "applicable": "正しい", "not_applicable": "誤り"}
