-- A store as version 0.1.0 made it before stores carried their survey: 3 answers, target 5, 6 codes of which the first 3 are used.
-- Key: a key for tests only, never used. Codes: 2G2Q-KC6C-5DX6 MPHJ-XPTZ-4H44 3GBD-N38G-5JXF 936P-XGNG-QA88 T8W8-X95K-GKUX UGXE-5PQJ-3SJM
PRAGMA journal_mode=WAL;
BEGIN TRANSACTION;
CREATE TABLE answers (
	id VARCHAR(32) NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	version VARCHAR(60) NOT NULL, 
	too_fast BOOLEAN NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "answers" VALUES('1f6365bb70a24e98a1caa2e6b08df4a5','2022-03-28','3532b137',0,'{"dung": "co", "gop_y": "Ý kiến cũ số 1"}');
INSERT INTO "answers" VALUES('624e4bb165c3103505089a7d327e577d','2022-03-29','3532b137',1,'{"dung": "co", "gop_y": "Ý kiến cũ số 3"}');
INSERT INTO "answers" VALUES('95898a54c2b04ddd1913f1652d6d1251','2022-03-28','3532b137',0,'{"dung": "khong", "gop_y": "Ý kiến cũ số 2"}');
CREATE TABLE codes (
	digest VARCHAR(64) NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (digest), 
	UNIQUE (place)
)
 WITHOUT ROWID

;
INSERT INTO "codes" VALUES('3d19cd313b9bdbe880270f324990575d26619ae4432947e5eccab839a19c43de',0);
INSERT INTO "codes" VALUES('485dbf2ebe3c9e2d8b106229e9c0049bf3457fce607b3d3dad8e74a36868da77',3);
INSERT INTO "codes" VALUES('6eec5225d6f4c4818bb807546ba3905262a593d458849da18e2e5414996d8d98',4);
INSERT INTO "codes" VALUES('cf99e12a9726bf6fda20f17a5f388d346ec0d71b7c110e5af8f2c2ce8f3a475a',2);
INSERT INTO "codes" VALUES('daf521815af4ecd54ee45057fa7117f39aad41c7243c16d48be335e93828c217',5);
INSERT INTO "codes" VALUES('dd28994eae085bfae40f00b3a0364b188e8a1300bb4e5cdd0eb8ed2edb172005',1);
CREATE TABLE spent (
	mark VARCHAR(64) NOT NULL, 
	PRIMARY KEY (mark)
)
 WITHOUT ROWID

;
INSERT INTO "spent" VALUES('3ab18faa16b465420837d1a3e88623890f938af410580ad0ac47a3278ae22651');
INSERT INTO "spent" VALUES('88e454adc6f3a557faadd1eb2e058dd0683241c5c278a4bb809bb773d78b186e');
INSERT INTO "spent" VALUES('8bcb8a3955d59f33b0b68f8a0f5045bb94fe066d1cf1d0cf49d06ff33152e150');
CREATE TABLE state (
	one INTEGER NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	accepted INTEGER NOT NULL, 
	closed VARCHAR(10) NOT NULL, 
	closed_at VARCHAR(25) NOT NULL, 
	used BLOB, 
	PRIMARY KEY (one)
);
INSERT INTO "state" VALUES(1,'live',3,'','',X'C52BA858CDD2E51D52AA1D270C263A6945106EBA2D519A0CB8EFE5AF16');
CREATE TABLE versions (
	version VARCHAR(60) NOT NULL, 
	questions TEXT NOT NULL, 
	texts TEXT NOT NULL, 
	PRIMARY KEY (version)
)
 WITHOUT ROWID

;
INSERT INTO "versions" VALUES('3532b137','["dung", "mang", "mang_khac", "tuoi", "y1", "y2", "y3", "gop_y"]','<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>Phiếu thử</h:title><model odk:xforms-version="1.0.0"><itext><translation lang="Tiếng Việt (vi)" default="true()"><text id="co_khong-0"><value>Có</value></text><text id="co_khong-1"><value>Không</value></text><text id="mang-0"><value>Zalo</value></text><text id="mang-1"><value>Facebook, Messenger</value></text><text id="mang-2"><value>Khác</value></text><text id="dong_y-0"><value>Không đồng ý</value></text><text id="dong_y-1"><value>Phân vân</value></text><text id="dong_y-2"><value>Đồng ý</value></text><text id="dong_y-3"><value>Không có ý kiến</value></text><text id="/data/p1:label"><value>Phần 1</value></text><text id="/data/p1/dung:label"><value>Có dùng không?</value></text><text id="/data/p1/mang:label"><value>Dùng mạng nào?</value></text><text id="/data/p1/mang_khac:label"><value>Mạng khác</value></text><text id="/data/p1/tuoi:label"><value>Tuổi</value></text><text id="/data/p2:label"><value>Phần 2</value></text><text id="/data/p2/y1:label"><value>Ý kiến 1</value></text><text id="/data/p2/y2:label"><value>Ý kiến 2</value></text><text id="/data/p2/y3:label"><value>Ý kiến 3</value></text><text id="/data/p2/gop_y:label"><value>Góp ý</value></text></translation><translation lang="English (en)"><text id="co_khong-0"><value>Yes</value></text><text id="co_khong-1"><value>No</value></text><text id="mang-0"><value>Zalo</value></text><text id="mang-1"><value>Facebook, Messenger</value></text><text id="mang-2"><value>Other</value></text><text id="dong_y-0"><value>Disagree</value></text><text id="dong_y-1"><value>Neither</value></text><text id="dong_y-2"><value>Agree</value></text><text id="dong_y-3"><value>No opinion</value></text><text id="/data/p1:label"><value>Part 1</value></text><text id="/data/p1/dung:label"><value>Do you use it?</value></text><text id="/data/p1/mang:label"><value>Which ones?</value></text><text id="/data/p1/mang_khac:label"><value>Other</value></text><text id="/data/p1/tuoi:label"><value>Age</value></text><text id="/data/p2:label"><value>Part 2</value></text><text id="/data/p2/y1:label"><value>Item 1</value></text><text id="/data/p2/y2:label"><value>Item 2</value></text><text id="/data/p2/y3:label"><value>Item 3</value></text><text id="/data/p2/gop_y:label"><value>Comments</value></text></translation></itext><instance><data id="thu"><p1><dung/><mang/><mang_khac/><tuoi/></p1><p2><y1/><y2/><y3/><gop_y/></p2><meta><instanceID/></meta></data></instance><instance id="co_khong"><root><item><itextId>co_khong-0</itextId><name>co</name></item><item><itextId>co_khong-1</itextId><name>khong</name></item></root></instance><instance id="mang"><root><item><itextId>mang-0</itextId><name>zalo</name></item><item><itextId>mang-1</itextId><name>fb</name></item><item><itextId>mang-2</itextId><name>khac</name></item></root></instance><instance id="dong_y"><root><item><itextId>dong_y-0</itextId><name>1</name></item><item><itextId>dong_y-1</itextId><name>2</name></item><item><itextId>dong_y-2</itextId><name>3</name></item><item><itextId>dong_y-3</itextId><name>kyk</name></item></root></instance><bind nodeset="/data/p1/dung" type="string"/><bind nodeset="/data/p1/mang" type="string" relevant=" /data/p1/dung  = ''co''"/><bind nodeset="/data/p1/mang_khac" type="string" relevant="selected( /data/p1/mang , ''khac'')"/><bind nodeset="/data/p1/tuoi" type="decimal" constraint=". &gt;= 18 and . &lt;= 99"/><bind nodeset="/data/p2/y1" type="string"/><bind nodeset="/data/p2/y2" type="string"/><bind nodeset="/data/p2/y3" type="string"/><bind nodeset="/data/p2/gop_y" type="string"/><bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head><h:body><group ref="/data/p1"><label ref="jr:itext(''/data/p1:label'')"/><select1 ref="/data/p1/dung"><label ref="jr:itext(''/data/p1/dung:label'')"/><itemset nodeset="instance(''co_khong'')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1><select ref="/data/p1/mang"><label ref="jr:itext(''/data/p1/mang:label'')"/><itemset nodeset="instance(''mang'')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select><input ref="/data/p1/mang_khac"><label ref="jr:itext(''/data/p1/mang_khac:label'')"/></input><input ref="/data/p1/tuoi"><label ref="jr:itext(''/data/p1/tuoi:label'')"/></input></group><group ref="/data/p2"><label ref="jr:itext(''/data/p2:label'')"/><select1 ref="/data/p2/y1"><label ref="jr:itext(''/data/p2/y1:label'')"/><itemset nodeset="instance(''dong_y'')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1><select1 ref="/data/p2/y2"><label ref="jr:itext(''/data/p2/y2:label'')"/><itemset nodeset="instance(''dong_y'')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1><select1 ref="/data/p2/y3"><label ref="jr:itext(''/data/p2/y3:label'')"/><itemset nodeset="instance(''dong_y'')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1><input ref="/data/p2/gop_y"><label ref="jr:itext(''/data/p2/gop_y:label'')"/></input></group></h:body></h:html>');
COMMIT;
