-- MySQL dump, 架空の会員
DROP TABLE IF EXISTS `member`;
CREATE TABLE `member` (
  `id` int(11) NOT NULL,
  `name` varchar(64) COMMENT '氏名, 全角',
  `tel` varchar(16) DEFAULT NULL,
  PRIMARY KEY (`id`)
);
INSERT INTO `member` VALUES (1,'青木 ひなた','090-0000-0001'),(2,'O''Brien (Pat)',NULL),
(3,'改行
あり','03-0000-0003');
INSERT INTO orders (id, note) VALUES (10, 'it\'s ok; ほんとうに');
COPY public.visit (day, visitor) FROM stdin;
2026-10-01	堀江 すず
2026-10-02	\N
\.
SELECT 1;
