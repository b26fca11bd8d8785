/** A made-up notice that gives at least the days that the law itself gives. */
export const aNoticeFor2027 = {
  title: "国务院办公厅关于2027年部分节假日安排的通知（测试）",
  address: "https://www.gov.cn/zhengce/2027",
  publishedOn: "2026-11-24",
  settles: [2027],
  daysOff: [
    ...["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-05", "2027-05-03"],
    ...["2027-06-09", "2027-09-15", "2027-10-01", "2027-10-04", "2027-10-05"],
  ],
  daysWorked: [],
};
