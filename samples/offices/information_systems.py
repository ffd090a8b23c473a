"""05_情報システム部: logs, accounts, a database dump, handbooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from samples import company, fields
from samples.company import EVERYONE
from samples.formats import markup, plain, word
from samples.people import people
from samples.share import Sample, facts
from samples.tables import Field, Table

ROOT = "05_情報システム部"
PAGES = (
    "/",
    "/items/4901234",
    "/cart",
    "/login",
    "/column/kenko-12",
    "/shop/list",
    "/assets/app.js",
    "/api/v1/stock?sku=490012345678",
)
AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    "bingbot/2.0",
)


def samples() -> Iterator[Sample]:
    """The files of the department."""
    yield access_log()
    yield device_log()
    yield accounts()
    yield dump()
    yield handbook()
    yield network()
    yield settings()


def address(chance: Random) -> str:
    """An address of the blocks kept for documentation."""
    return chance.choice(("192.0.2", "198.51.100", "203.0.113")) + f".{chance.randrange(1, 255)}"


def access_log() -> Sample:
    """The web server's log: addresses and cookies, nobody by name."""
    chance, moment, lines = Random("access"), datetime(2026, 9, 30), []
    for _ in range(900):
        moment += timedelta(seconds=chance.randrange(1, 90))
        session = UUID(int=chance.getrandbits(128), version=4)
        lines.append(
            f'{address(chance)} - - [{moment:%d/%b/%Y:%H:%M:%S} +0900] "GET {chance.choice(PAGES)} HTTP/1.1" '
            f'{chance.choice((200, 200, 304, 404))} {chance.randrange(200, 90000)} "-" '
            f'"{chance.choice(AGENTS)}" "_sid={session}"'
        )
    return Sample(
        f"{ROOT}/ログ/www_access_20260930.log",
        plain.text("\n".join(lines)),
        facts([], "IP_ADDRESS ONLINE_ID"),
        "access_log",
        note="IPアドレスとCookieだけ",
    )


def device_log() -> Sample:
    """Machines signing in to the wireless network."""
    chance, moment, events = Random("devices"), datetime(2026, 9, 30, 6), []
    for number in range(400):
        moment += timedelta(seconds=chance.randrange(1, 60))
        events.append(
            {
                "time": moment.isoformat(),
                "event": chance.choice(("associate", "roam", "leave")),
                "seq": 20260930000000 + number,
                "ap": f"AP-{chance.randrange(1, 9):02}",
                "mac": "02:00:5e:" + ":".join(f"{chance.randrange(256):02x}" for _ in range(3)),
                "ip": f"10.20.{chance.randrange(4)}.{chance.randrange(1, 255)}",
            }
        )
    return Sample(
        f"{ROOT}/ログ/wlan_20260930.jsonl", plain.json_lines(events), facts([], "IP_ADDRESS MAC_ADDRESS"), "access_log"
    )


def accounts() -> Sample:
    """First passwords of everyone, in a text file."""
    password = Field(
        "CREDENTIAL", lambda p: "".join(p.chance("password").choices("abcdefghjkmnpqrstuvwxyz23456789", k=10))
    )
    columns = {
        "社員番号": fields.STAFF_CODE,
        "氏名": fields.NAME,
        "ログインID": Field("CREDENTIAL", lambda p: f"u{p.number:05}"),
        "初期パスワード": password,
        "メールアドレス": fields.WORK_EMAIL,
        "権限": fields.pick("right", ("一般", "一般", "承認者", "管理者")),
    }
    table = Table(columns, EVERYONE)
    return Sample(
        f"{ROOT}/アカウント/アカウント一覧_初期PW.csv", plain.separated(table.grid), table.facts, note="IDとパスワード"
    )


def dump() -> Sample:
    """A dump of the old shop's members."""
    lines = [
        "-- MySQL dump 10.13  Distrib 5.7.33",
        "-- Host: localhost    Database: ec_shop",
        "DROP TABLE IF EXISTS `member`;",
        "CREATE TABLE `member` (`id` int(11) NOT NULL, `name` varchar(64), "
        "`kana` varchar(64), `zip` char(7), `address` varchar(255), "
        "`tel` varchar(16), `mail` varchar(128), `birthday` date) DEFAULT CHARSET=utf8mb4;",
    ]
    members = people(2000, 150)
    for one in members:
        cells = (
            one.name,
            one.kana,
            one.postal_code.replace("-", ""),
            one.address,
            one.mobile,
            one.email,
            one.birthday.isoformat(),
        )
        lines.append(f"INSERT INTO `member` VALUES ({one.number}," + ",".join(f"'{cell}'" for cell in cells) + ");")
    return Sample(
        f"{ROOT}/バックアップ/ec_shop_20240331.sql",
        ("\n".join(lines) + "\n").encode(),
        facts(members, "PERSON JP_POSTAL_CODE JP_ADDRESS PHONE_NUMBER EMAIL_ADDRESS DATE_OF_BIRTH"),
        "backup",
        note="SQLのダンプ",
    )


def handbook() -> Sample:
    """How to keep the servers; the only numbers are the suppliers'."""
    text = """
サーバ保守手順書　第4.2版

１．目的　本書は、基幹サーバの月次保守の手順を定める。
２．事前確認　保守日の2営業日前までに、各部署へ停止時間を周知する。バックアップの世代が7つあることを確認する。
３．手順
　(1) 監視を停止する。　(2) /var/backup の空きが 20% 以上あることを確認する。
　(3) 更新を適用し、再起動する。　(4) ログインID・氏名の一覧が画面に出ることを確認する（テスト用の利用者を使うこと）。
４．障害時　保守会社の受付（0120-000-444、24時間）へ連絡し、契約番号 2026-1180-3301 を伝える。
５．記録　作業日、作業者、確認者を保守記録簿に記入する。
"""
    rows = [
        ["機器", "型番", "シリアル", "保守期限"],
        ["DBサーバ", "RX-2540", "YMA0012345678", "2028/03"],
        ["ストレージ", "ET-900", "123456789018", "2029/09"],
    ]
    return Sample(
        f"{ROOT}/手順書/サーバ保守手順書.docx",
        word.docx([text, rows], header="情報システム部"),
        facts([], "PHONE_NUMBER"),
        note="12桁のシリアル番号は個人番号ではない",
    )


def network() -> Sample:
    """The configuration of switches, as XML."""
    chance = Random("network")
    switches = [
        {
            "hostname": f"sw-{number:02}",
            "ip": f"10.20.0.{number + 10}",
            "vlan": chance.choice((10, 20, 30)),
            "serial": f"FDO{chance.randrange(10**8):08}",
            "description": chance.choice(("本社3F", "本社5F 役員室", "倉庫", "店舗VPN")),
        }
        for number in range(40)
    ]
    return Sample(
        f"{ROOT}/ネットワーク/switches.xml", markup.xml("network", "switch", switches), facts([], "IP_ADDRESS")
    )


def settings() -> Sample:
    """A settings file of the shop's programme."""
    content = {
        "app": "ec-shop",
        "version": "3.11.2",
        "fields": {"name": "氏名", "tel": "電話番号", "mail": "メールアドレス"},
        "smtp": {"host": "mx.example.co.jp", "port": 587, "from": f"noreply@{company.DOMAIN}"},
        "retry": [1, 5, 30],
        "placeholder": {"name": "例）健康 太郎", "tel": "例）000-0000-0000"},
    }
    return Sample(
        f"{ROOT}/設定/ec_settings.json", plain.json_text(content), facts([], "EMAIL_ADDRESS"), note="項目名と記入例だけ"
    )
