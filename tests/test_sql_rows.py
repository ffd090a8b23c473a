"""INSERT statements in running text are tables under the names of their columns."""

from __future__ import annotations

from detectors.sql_rows import may_hold, statements
from tests.engines import engine

TEXT = """移行用のSQLです。
INSERT INTO `emp` (emp_no, `name`, my_number, tel, made)
VALUES ('A10233', '土屋 和也', '123456789018', '07036279484', now()),
       ('A10877', 'O''Hara', NULL, '', now());
よろしく。"""


def test_rows_and_columns() -> None:
    (statement,) = statements(TEXT)
    assert statement.columns == ("emp_no", "name", "my_number", "tel", "made")
    assert [[TEXT[slice(*cell)] for cell in row] for row in statement.rows] == [
        ["A10233", "土屋 和也", "123456789018", "07036279484", "now()"],
        ["A10877", "O''Hara", "NULL", "", "now()"],
    ]
    assert TEXT[statement.start : statement.end].startswith("INSERT")
    assert TEXT[statement.start : statement.end].endswith("now())")


def test_values_are_found_under_their_columns() -> None:
    found = {finding.kind: finding.value for finding in engine().find(TEXT)}
    assert found["JP_MY_NUMBER"] == "123456789018"
    assert found["PHONE_NUMBER"] == "07036279484"
    assert found["ORGANISATION_ID"] == "A10877"  # the last of the column


def test_what_is_no_statement_is_left_alone() -> None:
    assert list(statements("INSERT INTO t (a, b) VALUES (1, 2, 3)")) == []  # another number of cells
    assert list(statements("INSERT INTO t (a, b) VALUES ('1, 2")) == []  # cut off
    assert list(statements("INSERT INTO t VALUES (1, 2)")) == []  # no names of columns
    assert not may_hold("values は大文字小文字".upper().replace("VALUES", ""))
