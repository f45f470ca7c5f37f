//! Sheets that hold no data, and say so, or need not say so.

use super::made_up::rows;
use super::made_up_survey::{read, read_files, told};

#[test]
fn a_sheet_that_says_it_holds_no_data_is_believed_where_it_holds_none() {
    let units_sheet = || rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6]];
    let beside = |sheet| told(&read_files(&[("甲.xlsx", vec![units_sheet(), sheet])]));
    assert!(beside(rows![["填表说明（本页不填数据）"], ["净宽指扶手内侧至墙面"]].named("填表说明")).is_empty());
    assert_eq!(beside(rows![["填表说明（本页不填数据）"], ["甲", "2"]].named("填表说明")), ["S040"]);
    let survey = read_files(&[(
        "甲.xlsx",
        vec![
            units_sheet(),
            rows![["本页不填数据"], ["小区", "楼号", "单元号", "层数"], ["甲", "2", "1", 5]].named("又"),
        ],
    )]);
    assert_eq!((survey.units.count, told(&survey).len()), (2, 0), "a table is a table");
    assert_eq!(told(&read(rows![["本页不填数据"]])), ["S041"], "a file of nothing else has no survey");
}

#[test]
fn an_empty_sheet_of_a_list_is_told_of_where_silence_says_something() {
    let pipes = || rows![["小区", "楼号", "单元号", "管线类型", "距外墙"]].named("管线");
    let units_sheet = || rows![["小区", "楼号", "单元号", "层数"], ["甲", "1", "1", 6]];
    assert!(told(&read_files(&[("甲.xlsx", vec![units_sheet(), pipes()])])).is_empty());
    assert_eq!(told(&read_files(&[("甲.xlsx", vec![units_sheet()]), ("管.xlsx", vec![pipes()])])), ["S048 1"]);
}
