INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00001', '高橋', '操', '712562027343', 'O''Brien 確認済');
INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00002', '佐藤', '忍', '287371702706', 'O''Brien 確認済');
INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00003', '山田', '望', '934926514469', 'O''Brien 確認済');
INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00004', '坂本', 'りんご', '159066236810', 'O''Brien 確認済');
INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00005', '当山', '千代', '125036719840', 'O''Brien 確認済');
INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00006', '東海林', '忍', '281919951078', 'O''Brien 確認済');
INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00007', '五十嵐', '慶次郎', '525613574110', 'O''Brien 確認済');
INSERT INTO emp (emp_no, sei, mei, mynumber, memo) VALUES ('00008', '斎藤', '直樹', '595482252048', 'O''Brien 確認済');
