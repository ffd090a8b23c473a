-- dump
CREATE TABLE `products` (`id` int, `name` varchar(80), `jan` char(13));
INSERT INTO `products` VALUES
(1,'林檎ジャム','4913268012714'),
(2,'森の水','4954863355165'),
(3,'大和煮','4578856512412'),
(4,'南部せんべい','4971042823710');
CREATE TABLE `users` (
  `user_id` int NOT NULL,
  `full_name` varchar(80),
  `mobile_phone` varchar(20),
  `e_mail` varchar(120),
  `birthday` date,
  PRIMARY KEY (`user_id`)
);
INSERT INTO `users` VALUES
(7001,'千葉 みどり','070-9081-5502','midori71@mail-sakura.jp','1971-06-07'),
(7002,'四十物 いずみ','070-6138-7294','aimono_35@hoshizora-net.jp','1977-01-01'),
(7003,'斉藤 海','090-9066-7429','kai70@mail-sakura.jp','1970-04-16'),
(7004,'西 茂','090-1481-8667','nishi-s@kaede-mail.ne.jp','1962-11-01'),
(7005,'堀 実','090-3711-4047','minoru59@mail-sakura.jp','1959-07-20'),
(7006,'長野 武蔵','090-6902-5723','nagano.musashi@tsubaki-mail.co.jp','1999-03-20'),
(7007,'阿部 司','080-4827-9129','tsukasa66@mail-sakura.jp','1966-07-05'),
(7008,'関 いずみ','090-5196-7359','seki-i@kaede-mail.ne.jp','1960-01-01'),
(7009,'遠藤 実','080-4235-8034','endou-m@kaede-mail.ne.jp','1983-10-18'),
(7010,'西村 キヨ','070-3003-5197','nishimura_12@hoshizora-net.jp','1985-11-10'),
(7011,'桒原 陽葵','070-2214-1649','kuwabara_49@hoshizora-net.jp','1959-11-04'),
(7012,'吉田 ハル','090-7998-2491','haru81@mail-sakura.jp','1981-05-17');
