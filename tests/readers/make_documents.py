"""Makes the Word documents of this folder: python -m tests.readers.make_documents (same bytes each time)."""

from __future__ import annotations

from tests.readers.office_package import (
    MAIN_TYPE,
    OFFICE,
    WORD,
    content_types,
    metafile,
    properties,
    relations,
    write_package,
)


def application_docx() -> None:
    """A form: merged and nested cells, a text box said twice, ruby, a deletion, notes, header and footer."""

    def p(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    box = f"<w:txbxContent>{p('受付：窓口 七子')}</w:txbxContent>"
    choice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    ruby = (
        "<w:ruby><w:rt><w:r><w:t>みほん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>見本</w:t></w:r></w:rubyBase></w:ruby>"
    )
    nested = f"<w:tbl><w:tr><w:tc>{p('自宅')}</w:tc><w:tc>{p('03-0000-0001')}</w:tc></w:tr></w:tbl>"
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    cells = (
        (("", p("申込者")), (wide, p("見本 太郎"))),
        ((down, p("連絡先")), ("", p("携帯")), ("", p("080-0000-0002"))),
        ((on, p("")), ("", p("電話")), ("", nested + p(""))),
    )
    table = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr>{shape}</w:tcPr>{text}</w:tc>" for shape, text in row) + "</w:tr>"
        for row in cells
    )
    body = (
        p("申込書")
        + f"<w:p><w:r>{choice}</w:r><w:r>{ruby}</w:r><w:r><w:t> 太郎</w:t><w:tab/><w:t>様</w:t></w:r>"
        + "<w:del><w:r><w:delText>旧姓 例示</w:delText></w:r></w:del></w:p>"
        + f"<w:tbl>{table}</w:tbl><w:sdt><w:sdtContent>{p('以上のとおり申し込みます。')}</w:sdtContent></w:sdt>"
    )
    spaces = f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    around = {
        "header1": "架空商事 申込書式",
        "footer1": "個人情報保護管理者",
        "footnotes": "本人が署名する",
        "comments": "要本人確認",
    }
    kinds = ("header", "footer", "footnotes", "comments")
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(("/word/document.xml", f"{MAIN_TYPE}.wordprocessingml.document.main+xml")),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*zip(kinds, (f"{name}.xml" for name in around), strict=True)),
    }
    for name, text in around.items():
        parts[f"word/{name}.xml"] = f"<w:story {spaces}>{p(text)}</w:story>"
    write_package("application.docx", parts)


def contract_docx() -> None:
    """What Word keeps out of sight: fields, choices, moved and signed changes, endnotes, parts, links, properties."""

    def run(text: str) -> str:
        return f"<w:r><w:t>{text}</w:t></w:r>"

    def code(kind: str, text: str = "") -> str:
        inner = f"<w:instrText>{text}</w:instrText>" if text else f'<w:fldChar w:fldCharType="{kind}"/>'
        return f"<w:r>{inner}</w:r>"

    ruby = code("begin") + code("", "EQ \\o\\ad(\\s\\up 9(れいじ)") + code("", ",例示)") + code("end")
    choices = '<w:listItem w:displayText="担当 一子" w:value="1"/><w:listItem w:displayText="担当 二郎" w:value="2"/>'
    control = f"<w:sdt><w:sdtPr><w:dropDownList>{choices}</w:dropDownList></w:sdtPr><w:sdtContent>{run('担当 一子')}"
    preset = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:default w:val="氏名を記入"/>'
    mail = 'HYPERLINK "mailto:hanako@example.co.jp"'
    body = (
        f"<w:p>{run('契約者：')}{ruby}{run(' 次郎')}</w:p>"
        f"<w:p>{control}</w:sdtContent></w:sdt>{preset}</w:textInput></w:ffData></w:fldChar></w:r>{code('end')}</w:p>"
        f'<w:p><w:ins w:author="追記 三枝">{run("追記された 見本 太郎")}</w:ins>'
        f"<w:moveFrom>{run('移動前')}</w:moveFrom><w:moveTo>{run('移動後')}</w:moveTo></w:p>"
        f"<w:p><w:fldSimple w:instr='{mail}'>{run('窓口')}</w:fldSimple></w:p>"
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:textpath string="社外秘 四郎"/></v:shape></w:pict></w:r></w:p>'
    )
    spaces = f'xmlns:w="{WORD}"'
    comment = f'<w:comment w:author="確認 五子"><w:p>{run("住民票で確認")}</w:p></w:comment>'
    stories = {
        "endnotes": f"<w:p>{run('脚注：文末 六美')}</w:p>",
        "comments": comment,
        "glossaryDocument": f"<w:p>{run('定型文：営業 七太')}</w:p>",
    }
    links = relations(*((kind, f"{kind}.xml") for kind in stories)).replace(
        "</Relationships>",
        f'<Relationship Id="rIdX" Type="{OFFICE}/hyperlink" Target="mailto:taro@example.co.jp" TargetMode="External"/>'
        "</Relationships>",
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(("/word/document.xml", f"{MAIN_TYPE}.wordprocessingml.document.main+xml")),
        "_rels/.rels": relations(
            ("officeDocument", "word/document.xml"),
            ("core-properties", "docProps/core.xml"),
            ("custom-properties", "docProps/custom.xml"),
        ),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links,
        "docProps/core.xml": properties(creator="作成 八重", title="契約書"),
        "docProps/custom.xml": '<Properties xmlns="x"><property name="顧客名"><lpwstr>架空 花子</lpwstr></property>'
        "</Properties>",
    }
    for name, story in stories.items():
        parts[f"word/{name}.xml"] = f"<w:story {spaces}>{story}</w:story>"
    parts["word/media/image1.emf"] = metafile((100, 100, "氏名"), (900, 100, "電話番号"), (100, 300, "貼付 八美"))
    write_package("contract.docx", parts)


if __name__ == "__main__":
    application_docx()
    contract_docx()
