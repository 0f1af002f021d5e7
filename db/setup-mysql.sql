-- Database and account for SecureChat on MySQL 8 or MariaDB 10.6 and newer. Run it once, as the database's administrator,
-- after you have put a password of your own in the place of CHANGE_THIS_PASSWORD:
--
--     mysql --user=root -p < setup-mysql.sql
--
-- and keep that password in a file that only the server's account can read (SECURECHAT_DB_PASSWORD_FILE).
-- If SecureChat runs on another machine than the database, replace 'localhost' by that machine's address.
-- The tables are made by the server when it starts.

-- utf8mb4_bin: text is equal if its characters are. The usual collations hold e and é, or a and A, to be the same, and
-- then two people with different addresses could not both have an account.
CREATE DATABASE securechat CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE USER 'securechat'@'localhost' IDENTIFIED BY 'CHANGE_THIS_PASSWORD';

-- What the server does, and what migrations of later versions may need. No right outside its own database.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON securechat.* TO 'securechat'@'localhost';
