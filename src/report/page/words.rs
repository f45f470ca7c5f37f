//! The words of the page itself, in both languages; the template and the script take them from here.
//!
//! What always holds: a word that the page shows stands in this list. `{n}` and the like are filled in by the script.
//! Deliberately absent: names of classes (`Grade::label`) and all that the rules and the survey say.

use crate::lang::Lang;
use serde::Serialize;

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// Every word, in one language.
        #[derive(Clone, Copy, Debug, Serialize)]
        pub struct Words {
            $(pub $name: &'static str,)*
        }

        impl Words {
            /// The words of that language.
            pub fn of(lang: Lang) -> Words {
                Words { $($name: lang.pick($zh, $en),)* }
            }
        }
    };
}

words! {
    title: "加装电梯技术评估报告", "lift retrofit assessment";
    skip: "跳到单元表", "skip to the table of units";
    contents: "目录", "contents";
    back: "返回总报告", "back to the overview";
    rules: "规则", "rules";
    version: "版本", "version";
    day: "评估日", "assessed as of";
    overview: "总体情况", "overview";
    units: "单元", "units";
    classes: "三类结论", "the three classes";
    class: "结论", "class";
    share: "占比", "share";
    total: "合计", "total";
    all_of: "共评估", "assessed";
    measure: "个单元", "units";
    pieces: " 个", "";
    settled: "已定", "settled";
    open: "未定", "open";
    settled_means: "补测任何资料都不会改变结论", "no missing datum can change the class";
    open_means: "补齐资料后结论可能改变", "the class may change once missing data are known";
    with_lift: "已有电梯", "with a lift already";
    besides: "另有 ", "";
    apart: " 个已有电梯，不计入", " more have a lift already and are not counted";
    coverage: "踏勘覆盖", "coverage of the roster";
    on_roster: "总表上", "on the roster";
    surveyed: "已踏勘", "surveyed";
    not_surveyed: "未踏勘", "not surveyed";
    not_on_roster: "表外", "not on the roster";
    nearly: "名称与未踏勘单元相近", "named nearly like one not surveyed";
    by: "分区结论", "by area";
    by_coverage: "分区覆盖", "by area";
    by_hint: "点名称，在下面的单元表里只看该处。", "follow a name to see its units in the table below.";
    by_files: "逐个单元在各处自己的报告里：先点名称，再在那里查找单元。",
        "units are in the reports of their areas: follow a name first, then look for the unit there.";
    lost: "没有找到这个单元，请先在下面点它所在的地方，再在那份报告里查找：",
        "no such unit is known here; please follow its area below and look for it there: ";
    estates: "展开小区", "show estates";
    blank: "（未填）", "(blank)";
    holds: "主要制约因素", "what holds units back";
    holds_hint: "一个单元的结论由等级最差的评估项决定。“单独决定”指只有这一项卡住：解决它，结论就会变好。",
        "the worst criteria decide a unit's class. “alone” means that nothing else holds it there: mend that one, and the class improves.";
    criterion: "评估项", "criterion";
    decides: "决定结论", "decides";
    alone: "单独决定", "alone";
    with_others: "与他项共同决定", "with others";
    grade_open: "等级未定", "grade open";
    idle: "没有卡住任何单元，也没有未定的：", "hold no unit back, and none is open: ";
    escalated: "因条件叠加加重结论", "class worsened by several lines together";
    lacking: "待补测", "what is missing";
    lacking_hint: "补齐这些资料，未定的结论才能定下来。一个单元可能缺几样。",
        "with these data open classes can be settled. a unit may lack several.";
    nothing_lacking: "没有缺资料的单元。", "nothing is missing.";
    datum: "资料", "datum";
    lacking_units: "缺此项的单元", "units that lack it";
    rest: "其余", "the rest";
    remedies: "整改措施", "remedies";
    remedy: "可以整改", "could be done";
    remedy_estimate: "费用是规则文件里的估算，不是报价。", "costs are the rules' estimates, no offers.";
    remedies_said: "较难和不适合的 {all} 个单元，按最省的办法整改，{units} 个可变为适合，合计约 {cost}；另有 {better} 个可变好但不到适合。费用是规则文件里的估算，不是报价。",
        "of {all} units that are not suitable the cheapest remedies make {units} suitable, for about {cost}, and {better} more better but not suitable. costs are the rules' estimates, no offers.";
    remedy_done: "措施", "remedy";
    remedy_offered: "能做的单元", "can be done";
    remedy_alone: "只做它就适合", "alone suitable";
    remedy_planned: "列入最省方案", "in cheapest plans";
    remedy_cost: "列入的费用", "its cost there";
    whatif: "试改一个参数", "what if";
    whatif_hint: "拖动滑块，看规则里这个数换一个值时三类各多少、哪些单元会变。一次只动一个，动另一个时前一个回到现值。这是试算，不改变评估结果；要正式改，请改规则文件重新评估。",
        "move a slider to see the classes, and which units change, with another value of that number. one at a time: moving another resets the first. this is a trial and changes no result; to change the rules, edit their file and assess again.";
    whatif_no_script: "滑块需要浏览器运行脚本。", "the sliders need scripts.";
    trial: "试算", "trial";
    trial_said: "“{label}”改为 {value}（现为 {now}）：", "{label} at {value} (now {now}):";
    trial_none: "现在：", "now:";
    trial_note: "三类数和单元表、地图里的结论按“{label}”= {value} 试算，不是评估结果（规则里是 {now}）；其余各处仍按现行规则。",
        "a trial, not the result: the three figures, and the classes in the table and the map, are those with {label} at {value} (the rules have {now}). all else is by the rules as they are.";
    trial_now: "现为", "now";
    trial_reset: "恢复现值", "reset";
    trial_show: "看变了的单元", "show units that change";
    trial_moved: "试算变了的", "changed by the trial";
    trial_was: "评估：{class}", "assessed: {class}";
    trial_before: "试改前：", "before the trial: ";
    trial_as_is: "（现行规则下）", " (by the rules as they are)";
    trial_still: "在规则给的范围内怎么改，都没有单元变：", "no unit changes at any value of their range: ";
    trial_refused: "没有滑块的参数（牵涉不公开的资料，变化不能准确推算，或者是日期）：",
        "no slider, since private data are concerned, the steps cannot be told exactly, or it is a date: ";
    trust: "采信的数据", "taken on trust";
    trust_hint: "没有实测、照写的采用；结论压在这些数据上的，请先复测。",
        "nobody measured these; where a class rests on them, please measure first.";
    item: "项目", "what";
    values: "处数", "values";
    how: "怎样处理", "how it was taken";
    approximate: "约数", "approximate values";
    approximate_hint: "写“约”“左右”的，按写的数评估", "about 1.2: read as the number";
    on_threshold: "其中正好压在界线上", "of them, on a threshold";
    on_threshold_hint: "稍多一点、稍少一点，评估项的等级就不同", "a little more or less, and a grade is another";
    class_rests: "其中结论随之可变", "of them, on which the class rests";
    class_rests_hint: "请先复测这些", "please measure these first";
    none: "没有", "none";
    silent_hint: "写“无”或没有提到的，按没有处理", "none written, or nothing said, which means none";
    none_hint: "调查表写“无”，按没有处理；动工前请向权属单位核实",
        "the survey says none: please ask the owners before work begins";
    foreign: "字段表以外的写法", "texts outside the dictionary";
    foreign_hint: "查表时按“其他”一行取值，结论因此成立", "matched the row for all others in a table, and the class rests on it";
    decided: "集体决定", "decided";
    decided_means: "与评估结论并列，不改变各项数字", "stands beside the computed class and changes no figure";
    decided_is: "决定：{class}", "decided: {class}";
    any_decided: "有决定", "decided";
    map: "分布图", "map";
    map_hint: "每个标记是一个单元，颜色和形状表示结论；点标记看该单元。筛选单元表时，图随之变化。单元表里有同样的内容。",
        "each mark is a unit; colour and shape show its class. follow a mark to its unit. the map follows the table's filters. the table says the same.";
    unplaced: "个单元没有位置", "units have no position";
    far_off: "个单元的位置离其余单元太远，可能填错，未画出", "units lie too far from the others, are perhaps written wrongly, and are not drawn";
    lines: "逐个单元", "the units";
    search: "搜索", "search";
    search_hint: "小区、楼号、理由……", "estate, building, reason …";
    all: "全部", "all";
    settling: "是否已定", "settled or open";
    committee: "居民区", "committee";
    lacks: "缺的资料", "missing datum";
    lift: "电梯", "lift";
    no_lift: "未装电梯", "no lift yet";
    clear: "清除筛选", "clear filters";
    unit: "单元", "unit";
    reason: "理由", "reason";
    missing: "缺少", "missing";
    caption: "全部单元：结论、理由与缺少的资料", "all units: class, reason and missing data";
    count_all: "{n} 个单元", "{n} units";
    count_some: "符合条件的有 {n} 个单元，共 {all} 个", "{n} of {all} units match";
    count_none: "没有符合条件的单元", "no unit matches";
    more: "再显示 {n} 个（还有 {left} 个）", "show {n} more ({left} left)";
    fine: "各项评估均适合", "every criterion is suitable";
    best: "最好", "best";
    worst: "最差", "worst";
    best_worst: "补齐资料后，最好{best}，最差{worst}。", "once known: {best} at best, {worst} at worst.";
    possible: "可能：", "possible: ";
    inapplicable: "不适用", "does not apply";
    deciding: "决定结论", "decides";
    others: "其余 {n} 项：适合或不适用", "the other {n} criteria: suitable, or not applicable";
    read_as: "读作", "read as";
    written: "原表写的", "as written";
    place: "出处（文件 › 表 › 格）", "where (file › sheet › cell)";
    cite: "依据：", "cites: ";
    note: "说明：", "note: ";
    link: "本单元的链接", "link to this unit";
    mandatory: "强制性", "mandatory";
    general: "一般性条文", "general";
    policy: "政策", "policy";
    practice: "工程惯例", "practice";
    bracket: "（", " (";
    unbracket: "）", ")";
    comma: "、", ", ";
    colon: "：", ": ";
    semicolon: "；", "; ";
    loading: "正在准备单元表……", "preparing the table …";
    no_script: "单元表和地图需要浏览器运行脚本。请用 Edge、Chrome 等浏览器打开本文件，或看 units.xlsx。",
        "the table and the map need scripts: open this file in a browser, or see units.xlsx.";
    metres: "{n} 米", "{n} m";
    kilometres: "{n} 公里", "{n} km";
    footer: "本页是单个文件，不联网，可以直接转发、打印。结论按所列规则由踏勘资料算出，供决策参考。",
        "this page is one file and asks nothing of any network. classes follow from the survey by the rules named above.";
}
