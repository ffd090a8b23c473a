"""The register as files that people open: the Excel workbook."""
