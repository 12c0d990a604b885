"""Every sentence and label that a person reads, in both languages.

Services and errors carry words, never text: only `render` and `cli` turn them into a language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Lang: TypeAlias = Literal["zh", "en"]


class Say(NamedTuple):
    """One label or sentence in both languages, with the same `{placeholders}` in each.

    >>> text(Say("共 {n} 项", "{n} in all")(n=3), "en")
    '3 in all'
    """

    zh: str
    en: str

    def __call__(self, **values: object) -> Sentence:
        """This sentence with its placeholders filled; a value may itself be words."""
        return Sentence(self, values)


class Sentence(NamedTuple):
    """A `Say` with the values of its placeholders."""

    say: Say
    values: Mapping[str, object]


Words: TypeAlias = Say | Sentence | str


def text(words: object, lang: Lang) -> str:
    """Give words, a plain string or any value as text in one language.

    >>> text(Say("是", "yes"), "zh"), text(12, "en")
    ('是', '12')
    """
    if isinstance(words, Sentence):
        template = words.say.zh if lang == "zh" else words.say.en
        return template.format(**{key: text(value, lang) for key, value in words.values.items()})
    if isinstance(words, Say):
        return words.zh if lang == "zh" else words.en
    if isinstance(words, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(text(item, lang) for item in words)
    return str(words)


_spoken: list[Lang] = ["en"]


def speak(lang: Lang) -> None:
    """Set the language of this run, before any command is loaded: help texts are made as commands are defined."""
    _spoken[0] = lang


def t(words: object) -> str:
    """Words in the language of this run."""
    return text(words, _spoken[0])


# choices
CHOICE_UNKNOWN = Say("“{value}” 不在可选值之内", "“{value}” is not one of the valid values")
AMOUNT_ELSEWHERE = Say("{hint}；金额用 {options}", "{hint}; an amount goes to {options}")
CHOICE_HINT = Say("可填：{valid}", "valid: {valid}")


# fields
CELL_NOT_TEXT = Say("“{value}” 不能放在这一列", "“{value}” does not belong in this column")
CELL_NOT_TEXT_HINT = Say("请把单元格设为文本后重新填写", "format the cell as text and type the value again")
CELL_NOT_DATE = Say("“{value}” 不是日期", "“{value}” is not a date")
CELL_NOT_DATE_HINT = Say(
    "写作 2024-03-05、2024-03 或 2024Q1，或把单元格设为日期",
    "type 2024-03-05, 2024-03 or 2024Q1, or format the cell as a date",
)
NEGATIVE = Say("“{value}” 是负数", "“{value}” is negative")
NEGATIVE_HINT = Say("填写不小于 0 的数", "type a number of 0 or more")
TEXT_EMPTY = Say("内容为空", "the text is empty")
TEXT_EMPTY_HINT = Say("填写内容，或不写此项", "type a text, or leave the field out")


# contest
POLICY_SINGLE = Say("独享", "single")
POLICY_DUAL = Say("双算", "dual full")
POLICY_ORIGIN = Say("全归引荐方", "all to the introducer")
POLICY_UNKNOWN = Say("“{value}” 不是分成办法", "“{value}” is no way of sharing credit")
POLICY_HINT = Say(
    "可填：独享、双算、全归引荐方，或各方份额，如 5:5、40:60",
    "type single, dual_full, origin_full, or the parts, such as 5:5 or 40:60",
)
POLICY_SUM = Say(
    "“{value}” 各方份额之和为 {total}，应为 10 或 100",
    "the parts of “{value}” sum to {total}; they must sum to 10 or 100",
)
POLICY_SUM_HINT = Say(
    "如 5:5 或 40:60，引荐单位在前，责任单位在后", "type 5:5 or 40:60, introducers first, the host last"
)
POLICY_ZERO = Say("“{value}” 中有一方份额为 0", "“{value}” gives one side a part of 0")
POLICY_ZERO_HINT = Say(
    "全归责任单位填“独享”，全归引荐单位填“全归引荐方”",
    "type single when all goes to the host, origin_full when all goes to the introducer",
)
POLICY_PARTS = Say(
    "“{value}” 有 {given} 份，而引荐单位加责任单位共 {needed} 个",
    "“{value}” has {given} parts for {needed} units (introducers and host)",
)
POLICY_PARTS_HINT = Say(
    "写 {needed} 份，如 {example}，引荐单位在前，责任单位在后",
    "type {needed} parts, such as {example}, introducers first, the host last",
)
POLICY_TWICE = Say("同一单位既引荐又承接，或引荐了两次", "one unit stands twice among the introducers and the host")
POLICY_TWICE_HINT = Say(
    "引荐单位每个只写一次，不写责任单位", "name each introducer once, and leave the host out of the introducers"
)
PERIOD_NOT_BEGUN = Say("{start} 尚未到，现在是 {today}", "it begins on {start}; today is {today}")
PERIOD_NOT_BEGUN_HINT = Say("选已开始的期间，如 {example}", "choose a period that has begun, such as {example}")
SCHEME_WRONG = Say("竞赛规则有 {count} 处要改，未读入", "mistakes in the scheme: {count}; nothing was taken")
SCHEME_PLACE = Say("第 {line} 行 {key}", "line {line}, {key}")
SCHEME_LINE = Say("第 {line} 行", "line {line}")
SCHEME_TOML = Say("不是合格的 TOML：{reason}", "not valid TOML: {reason}")
SCHEME_TOML_HINT = Say(
    "检查这一行的引号、括号和等号，须为半角，成对", "check the quotes, brackets and equals sign of this line"
)
SCHEME_KEY_UNKNOWN = Say("这里没有 {key} 这一项", "there is no key {key} here")
SCHEME_KEY_MISSING = Say("缺少 {key}", "{key} is missing")
SCHEME_KEY_TWICE = Say("{key} 出现了两次", "{key} stands twice")
SCHEME_KEY_TWICE_HINT = Say("用 key = 另取一个名字，如 {example}", "give it another key, such as key = {example}")
SCHEME_LABEL_TWICE = Say("名称“{value}”用了两次", "the label “{value}” is used twice")
SCHEME_LABEL_TWICE_HINT = Say("录入时按名称识别，换一个名称", "labels are read on entry: choose another label")
SCHEME_EXAMPLE_HINT = Say("写作 {example}", "type {example}")
SCHEME_NEAR_HINT = Say("写作 {near}；可写：{valid}", "type {near}; valid: {valid}")
SCHEME_KIND = Say("“{value}” 不是{kind}", "“{value}” is not {kind}")
KIND_TEXT = Say("文字", "a text")
KIND_NUMBER = Say("数", "a number")
KIND_INTEGER = Say("整数", "a whole number")
KIND_FLAG = Say("true 或 false", "true or false")
KIND_LABEL = Say("名称", "a label")
KIND_LIST = Say("列表", "a list")
KIND_TABLE = Say("表", "a table")
KIND_KEY = Say("合用的 key（只用字母、数字、-、_）", "a key (letters, digits, - and _ only)")
SCHEME_POSITIVE = Say("“{value}” 须大于 0", "“{value}” must be above 0")
SCHEME_NOT_NEGATIVE = Say("“{value}” 不得小于 0", "“{value}” must not be below 0")
SCHEME_RANGE = Say("“{value}” 须在 {low} 至 {high} 之间", "“{value}” must be from {low} to {high}")
SCHEME_UNKNOWN = Say("没有“{value}”", "there is no “{value}”")
SCHEME_CURVE = Say(
    "序时进度“{value}”不对：要 4 个或 12 个累计份额，均大于 0，逐个不减，最后一个为 1",
    "the curve “{value}” must be 4 or 12 cumulative shares, above 0, never falling, the last 1",
)
SCHEME_UNIT = Say("“{value}” 不是金额单位", "“{value}” is no unit of money")
SCHEME_MONEY = Say("“{value}” 不是 {currency} 的金额", "“{value}” is no amount in {currency}")
SCHEME_MANUAL = Say(
    "人工评分要用 figures 来源的指标，而“{value}”不是", "manual takes a metric of source figures; “{value}” is not one"
)
SCHEME_CAP = Say("没有权重的指标不能有 cap", "an indicator without weight takes no cap")
SCHEME_WEIGHTS = Say("权重之和为 {total}，不是 100", "the weights sum to {total}, not 100")
SCHEME_GROUP_WEIGHTS = Say("{group}的权重之和为 {total}，不是 100", "the weights of {group} sum to {total}, not 100")
SCHEME_SHARES = Say("{label}各部分的 share 之和为 {total}，不是 1", "the shares of {label} sum to {total}, not 1")
SCHEME_TITLE = Say("{name}（{key}，{scope}）", "{name} ({key}, {scope})")
SCHEME_CAMPAIGN = Say("活动", "a campaign")
SCHEME_BASIS = Say(
    "{basis}，序时进度{curve}，得分保留 {places} 位小数", "{basis}; pro-rata {curve}; scores to {places} decimals"
)
BASIS_CUMULATIVE = Say("从年初累计", "year to date")
BASIS_PERIOD = Say("只算本期", "the period alone")
CURVE_MONTHS = Say("按月", "by months")
CURVE_DAYS = Say("按天", "by days")
CURVE_SHARES = Say("依次累计 {shares}", "cumulative {shares}")
SAY_GROUP = Say(
    "分组：{label}（{key}），上综合榜和单项榜", "Group: {label} ({key}), on the composite and the single boards"
)
SAY_GROUP_SINGLE = Say("分组：{label}（{key}），只上单项榜", "Group: {label} ({key}), on single boards only")
CURVE_CAMPAIGN = Say("按活动的天数", "by the days of the campaign")
SAY_METRIC = Say("指标：{label}（{unit}）——{what}{where}", "Metric: {label} ({unit}): {what}{where}")
SAY_RECEIPTS = Say("到位资金之和，按资金分成", "receipts, by each unit's share of the money")
SAY_PROJECTS = Say("{stage}的项目数，按个数归属", "projects {stage}, by each unit's share of the count")
SAY_PROJECTS_WHOLE = Say("{stage}的项目数，有份额的单位各算一个", "projects {stage}, one for each unit with a share")
SAY_CONTRACTED = Say(
    "{stage}项目的合同投资额（没有则总投资），按资金分成",
    "contracted (else total) investment of projects {stage}, by each unit's share of the money",
)
SAY_LEADS = Say("线索数", "leads received")
SAY_VISITS = Say("走访次数", "visits")
SAY_PEOPLE = Say("走访人次", "people on visits")
SAY_COMPANIES = Say("走访的企业和商协会，一家算一次", "organisations met, each once")
SAY_FIGURES = Say("录入的数据，取最新一期", "figures as entered, the newest")
SAY_AMONG = Say("；{field}：{values}", "; {field}: {values}")
SAY_LEAST = Say("；总投资不低于 {amounts}", "; total investment of at least {amounts}")
SAY_TARGET_COMPANIES = Say("；只计目标企业", "; target companies alone")
SAY_OTHER_COMPANIES = Say("；不计目标企业", "; without target companies")
WHERE_LABELS = {
    "recognition": Say("认定状态", "recognition"),
    "ring": Say("来源地", "origin"),
    "kind": Say("类型", "kind"),
    "evidence": Say("凭证", "evidence"),
    "agreement": Say("协议类型", "agreement"),
    "investment": Say("内外资", "domestic or foreign"),
    "chain": Say("产业链", "chain"),
    "channel": Say("招商方式", "channel"),
    "tag": Say("标签", "tag"),
    "status": Say("状态", "status"),
    "rank": Say("领导职级", "leader's rank"),
    "campaign": Say("活动", "campaign"),
    "lists": Say("榜单", "lists"),
    "company_kind": Say("企业类型", "kind of company"),
}
SAY_INDICATOR = Say(
    "{label}，权重 {weight}：{formula}{cap}{groups}", "{label}, weight {weight}: {formula}{cap}{groups}"
)
SAY_INDICATOR_FREE = Say("{label}，不占权重：{formula}{groups}", "{label}, no weight: {formula}{groups}")
SAY_CAP = Say("，最高 {points} 分", ", at most {points}")
SAY_ONLY = Say("；只用于 {groups}", "; only for {groups}")
SAY_RATIO = Say("完成值 ÷ 目标 × {weight}", "actual / target × {weight}")
SAY_RATIO_TIME = Say("完成值 ÷（目标 × 序时进度）× {weight}", "actual / (target × pro-rata) × {weight}")
SAY_THRESHOLD = Say(
    "达到目标得 {base} 分，超出目标每满 {step} 倍加 {per} 分，未达到得 0 分",
    "{base} at the target, {per} more for each full {step} of the target above it, 0 below it",
)
SAY_FLOOR_DEDUCT = Say("{weight} 分，{parts}，扣完为止", "{weight} points, {parts}, down to 0")
SAY_SHORT = Say("{label}比目标每少 1 {unit}扣 {per} 分", "{per} off for each {unit} of {label} short of the target")
SAY_EACH_OFF = Say("{label}每 1 {unit}扣 {per} 分", "{per} off for each {unit} of {label}")
SAY_PER_UNIT = Say("每 1 {unit}得 {per} 分", "{per} for each {unit}")
SAY_EFFICACY = Say(
    "组内功效系数，（（完成值 − 最小值）÷（最大值 − 最小值）× {span} + {low}）÷ 100 × {weight}",
    "efficacy in the group, ((actual − min) / (max − min) × {span} + {low}) / 100 × {weight}",
)
SAY_EFFICACY_ZERO = Say("，完成值为 0 的得 0 分", ", 0 when the actual is 0")
SAY_RELMAX = Say("完成值 ÷ 组内最大值 × {weight}", "actual / the group's highest × {weight}")
SAY_SHARE = Say("完成值 ÷ {whole} × {weight}", "actual / {whole} × {weight}")
SAY_GROWTH_RATE = Say("同比增幅 ÷ {goal} × {weight}", "growth on last year / {goal} × {weight}")
SAY_GROWTH_RANK = Say(
    "按同比增幅在组内排位，（个数 − 位次 + 1）÷ 个数 × {weight}",
    "by rank of growth in the group, (n − rank + 1) / n × {weight}",
)
SAY_MIX = Say("以下各项之和：{parts}", "the sum of {parts}")
SAY_PART = Say("{label}（{formula}{cap}）", "{label} ({formula}{cap})")
SAY_MANUAL = Say("按录入的分数，0 至 {weight} 分", "the score as entered, 0 to {weight}")
SAY_MAX = Say("，最多 {points} 分", ", {points} at most")
SAY_BONUS = Say("加分：{label}，每次加 {points} 分{most}", "Bonus: {label}, +{points} each time{most}")
SAY_PENALTY = Say("扣分：{label}，每次扣 {points} 分{most}", "Penalty: {label}, −{points} each time{most}")
SAY_VETO = Say("一票否决：{label}，不参加排名", "Veto: {label} takes the unit out of the ranking")
SAY_ITEM_MOST = Say("，合计不超过 {points} 分", ", {points} at most in all")
SAY_LIMIT_BONUS = Say("加分合计不超过 {points} 分", "Bonuses are at most {points} in all")
SAY_LIMIT_PENALTY = Say("扣分合计不超过 {points} 分", "Penalties are at most {points} in all")
MISSING_RESCALE = Say(
    "没有目标的指标不计，得分按其余权重折算", "An indicator without a target is dropped and the rest is rescaled"
)
MISSING_FULL = Say("没有目标的指标得满分", "An indicator without a target scores its full weight")
MISSING_ZERO = Say("没有目标的指标得 0 分", "An indicator without a target scores 0")
SAY_TIES = Say(
    "同分时依次比较：{ties}；仍相同则并列",
    "Equal scores are compared by {ties}, in order; what is then equal shares the rank",
)
SAY_TIES_NONE = Say("同分并列", "Equal scores share the rank")
SAY_RATE = Say("汇率：1 {currency} = {rate} 元", "Exchange rate: 1 {currency} = {rate} CNY")
WHY_NO_TARGET = Say("没有目标，不考核", "no target: not assessed")
WHY_ZERO_TARGET = Say("目标为 0，视同没有目标", "the target is 0: taken as no target")
WHY_NOTHING_DUE = Say("到这一天还没有应完成的任务", "nothing is due by this day")
WHY_NO_WHOLE = Say("{whole}为 0，无法计算占比", "{whole} is 0: no share of it")
WHY_NO_BASE = Say("没有上年同期数", "no figure of last year")
WHY_NO_FIGURE = Say("没有数据，按 0 计", "no figure: counted as 0")
WHY_NO_PART = Say("各部分都没有得分", "no part has a score")


# rendering
YES = Say("是", "yes")
NO = Say("否", "no")
LABEL_WITH_UNIT = Say("{label}({unit})", "{label} ({unit})")
NOTE_LINE = Say("提示：{line}", "note: {line}")
WARNING_LINE = Say("警告：{line}", "warning: {line}")
ERROR_LINE = Say("错误：{line}", "error: {line}")
HINT_LINE = Say("提示：{line}", "hint: {line}")
PLACE_AND_WHAT = Say("{place}：{what}", "{place}: {what}")
WHAT_AND_VALUE = Say("{what}（{value}）", "{what} ({value})")
NO_ROWS = Say("（没有记录）", "(nothing to show)")
FORMAT_UNKNOWN = Say("没有 “{value}” 这种格式", "there is no format “{value}”")
FORMAT_HINT = Say(
    "可用 -f {formats}，或用 -o 指定以 {endings} 结尾的文件",
    "use -f {formats}, or -o with a file name ending in {endings}",
)
FORMAT_NOT_IN_FILE = Say("{value} 不能写进 {ending} 文件", "{value} does not go into a file ending in {ending}")
ENDING_UNKNOWN = Say("从文件名 “{value}” 看不出格式", "the file name “{value}” does not tell its format")
NO_PDF = Say(
    "不直接写 PDF 文件（{value}）：先写网页、表格或公文，再打印或另存为 PDF",
    "PDF is not written ({value}): write a page, a workbook or a bulletin, and print or save that as PDF",
)
NO_PDF_HINT = Say("例如 -o {page}，再在浏览器里打印为 PDF", "such as -o {page}, printed as PDF by a browser")
FILE_EXISTS = Say("文件 {path} 已存在", "the file {path} is there already")
FILE_EXISTS_HINT = Say("换一个文件名，或加 --force 覆盖", "choose another name, or add --force to replace it")
FILE_NOT_ORDINARY = Say("{path} 不是普通文件，不能覆盖", "{path} is no ordinary file and is not replaced")
FILE_NOT_WRITTEN = Say("无法写入 {path}：{reason}", "{path} cannot be written: {reason}")
FILE_NOT_WRITTEN_HINT = Say(
    "请确认文件夹存在、可写，且文件没有被其他程序打开",
    "see that the folder exists, may be written, and no program has the file open",
)
FILE_OPEN = Say("{path} 正在另一个程序中打开（旁边有 {lock}）", "{path} is open in another program ({lock} beside it)")
FILE_OPEN_HINT = Say("先关闭它，或换一个文件名", "close it first, or choose another name")
OTHER_NAME_HINT = Say("换一个文件名", "choose another name")
FILE_WRITTEN = Say("已写入 {path}", "wrote {path}")
TABLES_LEFT_OUT = Say(
    "另有 {n} 张列不同的表没有写入这种格式：{titles}",
    "{n} more tables with other columns are left out of this format: {titles}",
)
TABLES_LEFT_OUT_HINT = Say("要全部内容请用 -f plain 或 -o 文件.xlsx", "for all of it use -f plain or -o FILE.xlsx")
NOT_CONFIRMED = Say("需要确认：{question}", "this needs a confirmation: {question}")
NOT_CONFIRMED_HINT = Say("加 --yes 表示同意", "add --yes to agree")
CONFIRM_ASK = Say("{question}（y 是，回车为否）：", "{question} [y/N]: ")
CELL_TOO_LONG = Say("文字有 {n} 个字，一个单元格最多 32767 个字", "the text has {n} characters, a cell holds 32,767")
CELL_TOO_LONG_HINT = Say("请缩短这段文字，或导出为 .json", "shorten it, or export to .json")
BOOK_MISSING = Say("找不到文件 {path}", "there is no file {path}")
BOOK_MISSING_HINT = Say("请检查文件名和所在文件夹", "check the name and the folder")
BOOK_UNREADABLE = Say("无法打开 {path}：{reason}", "{path} cannot be opened: {reason}")
BOOK_UNREADABLE_HINT = Say("请确认这是可以读取的文件", "see that it is a file you may read")
BOOK_NO_FILE = Say("不是普通文件", "not an ordinary file")
BOOK_EMPTY = Say("文件 {path} 是空的", "the file {path} is empty")
BOOK_IS_LOCK = Say(
    "{path} 不是工作簿，是打开工作簿时留下的标记", "{path} is no workbook but the mark of one that is open"
)
BOOK_IS_LOCK_HINT = Say("请选文件名不带 ~$ 的那个文件", "take the file whose name has no ~$")
BOOK_LOCKED = Say("{path} 有打开密码", "{path} is protected by a password")
BOOK_LOCKED_HINT = Say(
    "请在 WPS 或 Excel 中取消密码后重新保存", "take the password off in WPS or Excel and save it again"
)
BOOK_OLD = Say("{path} 是 {form} 文件，不是 .xlsx", "{path} is an {form} file, not an .xlsx")
BOOK_OLD_HINT = Say(
    "请用 WPS 或 Excel 打开，另存为 “Excel 工作簿 (.xlsx)”；要直接读取，先安装：pip install python-calamine",
    "open it in WPS or Excel and save it as “Excel Workbook (.xlsx)”; to read it as it is: pip install python-calamine",
)
BOOK_NOT_XLSX = Say("{path} 不是 Excel 工作簿（.xlsx）", "{path} is no Excel workbook (.xlsx)")
BOOK_RESAVE_HINT = Say(
    "请用 WPS 或 Excel 打开，另存为 “Excel 工作簿 (.xlsx)”",
    "open it in WPS or Excel and save it as “Excel Workbook (.xlsx)”",
)
BOOK_WEB_PAGE = Say("{path} 是网页，只是名字像工作簿", "{path} is a web page that is only called a workbook")
BOOK_XML_2003 = Say("{path} 是 2003 版的 XML 表格", "{path} is an XML spreadsheet of 2003")
BOOK_ARCHIVE = Say("{path} 是压缩包", "{path} is an archive of files")
BOOK_ARCHIVE_HINT = Say("请先解压，再导入里面的工作簿", "unpack it and import the workbooks in it")
BOOK_DAMAGED = Say("{path} 已损坏，无法读取", "{path} is damaged and cannot be read")
BOOK_CELL_TWICE = Say("{path} 已损坏：单元格 {place} 出现了两次", "{path} is damaged: it holds the cell {place} twice")
BOOK_LOST = Say("{path} 已损坏：有单元格读不出来", "{path} is damaged: some of its cells cannot be read")
BOOK_CRASHED = Say("{path} 使读取程序中止，可能已损坏", "{path} made the reader break down; it may be damaged")
BOOK_MEMORY = Say("读取 {path} 时内存不足", "reading {path} takes too much memory")
BOOK_SECONDS = Say("读取 {path} 超过 {n} 秒，已停止", "reading {path} takes more than {n} seconds and was stopped")
BOOK_STRICT = Say(
    "{path} 是 “Strict Open XML” 格式，其中的工作表读不出来",
    "{path} is a “Strict Open XML” workbook, whose sheets cannot be read",
)
BOOK_NO_SHEETS = Say("{path} 里没有工作表", "{path} holds no worksheet")
BOOK_TOO_LARGE = Say("{path} 太大：{what}", "{path} is too large: {what}")
BOOK_TOO_LARGE_HINT = Say("请把它拆成几个工作簿", "split it into several workbooks")
BOOK_FILE_BYTES = Say("超过 {n} MB", "more than {n} MB")
BOOK_PARTS = Say("超过 {n} 个部件", "more than {n} parts")
BOOK_BYTES = Say("解压后超过 {n} MB", "more than {n} MB once unpacked")
BOOK_CELLS = Say("超过 {n} 个单元格", "more than {n} cells")
BOOK_TEXT = Say("有一处文字超过 {n} 个字", "one text has more than {n} characters")
BOOK_MERGES = Say("超过 {n} 处合并单元格", "more than {n} merged areas")
BOOK_MERGE = Say("有一处合并了超过 {n} 个单元格", "more than {n} cells are merged into one")
BOOK_BEYOND = Say("有单元格超出工作表的最后一行或最后一列", "a cell lies beyond the last row or column of a sheet")
BOOK_ENTITIES = Say("{path} 含有实体声明，不安全", "{path} declares XML entities, which is unsafe")
BOOK_READ_AS_TEXT = Say(
    "{file} 按文本读取：编码 {encoding}，以{delimiter}分隔",
    "{file} was read as text: {encoding}, parted by {delimiter}",
)
BOOK_READ_AS_LEGACY = Say(
    "{file} 是 {form} 文件：错误值会显示为空，看不出哪些行是隐藏的、数字格式里写的单位（.ods 还看不出合并单元格）",
    "{file} is an {form} file: error values appear blank; hidden rows, units that number formats show, and in .ods "
    "merged cells cannot be seen",
)
DELIMITER_COMMA = Say("逗号", "commas")
DELIMITER_SEMICOLON = Say("分号", "semicolons")
DELIMITER_TAB = Say("制表符", "tabs")
TEXT_ENCODING = Say("{path} 的文字编码认不出来", "the characters of {path} are in no encoding that is known")
TEXT_ENCODING_HINT = Say("请另存为 “CSV UTF-8” 或 .xlsx", "save it as “CSV UTF-8” or as .xlsx")
TEXT_QUOTES = Say("{path} 第 {line} 行的引号不成对", "the quotes in line {line} of {path} do not match")
TEXT_QUOTES_HINT = Say("请补上引号，或另存为 .xlsx", "put the quote that is missing, or save it as .xlsx")
SKIPPED_LOCK = Say("打开工作簿时留下的标记", "the mark of a workbook that is open")
SKIPPED_HIDDEN = Say("系统留下的隐藏文件", "a hidden file of the system")
SKIPPED_FOLDER = Say("下级文件夹", "a folder inside the folder")
SKIPPED_TWICE = Say("已经列出", "listed already")
SKIPPED_OTHER = Say("不是工作簿", "no workbook")


# database
DB_MISSING = Say("没有数据库 {path}", "there is no database {path}")
DB_MISSING_HINT = Say(
    "先运行 tracker init 建库，或用 --db 指定文件", "create it with tracker init, or name a file with --db"
)
DB_FOREIGN = Say("{path} 不是 tracker 的数据库", "{path} is not a tracker database")
DB_FOREIGN_HINT = Say("用 --db 指定另一个文件；此文件未被改动", "name another file with --db; this one was not touched")
DB_NEWER = Say("{path} 由更新版本的 tracker 建立", "{path} was made by a newer tracker")
DB_NEWER_HINT = Say("请升级 tracker；此文件未被改动", "upgrade tracker; the file was not touched")
DB_OLDER = Say("{path} 由旧版本的 tracker 建立", "{path} was made by an older tracker")
DB_OLDER_HINT = Say("运行 tracker db upgrade，它会先做备份", "run tracker db upgrade; it makes a backup first")
DB_BUSY = Say("{path} 正被另一个程序写入", "{path} is being written by another program")
DB_BUSY_HINT = Say("等它结束后再运行一次", "wait until it has finished and run the command again")
DB_FULL = Say("磁盘写不下或写入失败，{path} 保持原样", "the disk is full or fails; {path} is as it was before")
DISK_FULL_HINT = Say("腾出磁盘空间后重新运行", "make room on the disk and run the command again")
FILE_FULL = Say("磁盘写不下，没有写 {path}", "the disk is full; {path} was not written")
DB_READONLY = Say("{path} 不能打开或不能写入", "{path} cannot be opened or written")
DB_READONLY_HINT = Say("检查文件及其文件夹的权限", "check the permissions of the file and its folder")
DB_DAMAGED = Say("{path} 已损坏或不是数据库（{why}）", "{path} is damaged or no database ({why})")
DB_DAMAGED_HINT = Say("从备份恢复；此文件未被改动", "restore a backup; the file was not touched")
DB_SERVER = Say("此版本只用 SQLite 文件", "this version keeps SQLite files only")
DB_SERVER_HINT = Say("用 --db 指定一个文件，如 --db tracker.db", "name a file with --db, such as --db tracker.db")
DB_LOST_ROWS = Say("{path} 升级时会丢失记录，已全部撤回", "upgrading {path} would lose records; all was rolled back")
DB_LOST_ROWS_HINT = Say("请保留备份并报告此问题", "keep the backup and report this")
DB_BACKUP_BAD = Say("备份 {path} 未通过校验", "the backup {path} did not pass its check")
DB_BACKUP_BAD_HINT = Say(
    "检查磁盘空间与原文件；数据库未被改动", "check the disk and the original; the database was not touched"
)


# values
NUMBER_BAD = Say("“{value}” 不是数字", "“{value}” is not a number")
NUMBER_HINT = Say("请填普通数字，如 12000、12,000 或 3.5", "type plain digits, such as 12000, 12,000 or 3.5")
NUMBER_COMMAS = Say("“{value}” 的逗号位置不对", "“{value}” has commas in the wrong places")
NUMBER_COMMAS_HINT = Say(
    "逗号只分隔千位，如 12,000；小数点请用 .，如 1.2",
    "commas part thousands, as in 12,000; a decimal point is ., as in 1.2",
)
NUMBER_RANGE = Say("“{value}” 是区间，不是一个数", "“{value}” is a range, not one number")
NUMBER_RANGE_HINT = Say("请只填一个数：{low} 或 {high}", "type one number: {low} or {high}")
NUMBER_WHOLE = Say("“{value}” 不是整数", "“{value}” is not a whole number")
NUMBER_WHOLE_HINT = Say("请填整数，如 {low} 或 {high}", "type a whole number, such as {low} or {high}")
MONEY_BAD = Say("“{value}” 不是金额", "“{value}” is not an amount of money")
MONEY_HINT = Say(
    "请连单位填写，如 3.5亿、3500万、12000元、1000万美元 或 350m",
    "type a number with its unit, such as 3.5亿, 3500万, 12000元, 1000万美元, 350m or 10m USD",
)
MONEY_BARE = Say("“{value}” 没有写明金额单位", "“{value}” does not say its unit of money")
MONEY_READINGS = Say(
    "请填 {first}（={first_yuan}）或 {second}（={second_yuan}）",
    "type {first} (={first_yuan}) or {second} (={second_yuan})",
)
MONEY_UNIT = Say("“{value}” 的单位 “{unit}” 不认识", "“{value}” has an unknown unit, “{unit}”")
MONEY_CURRENCIES = Say("“{value}” 前后写了两种货币", "“{value}” names two currencies")
MONEY_RANGE = Say("“{value}” 是区间，不是一个金额", "“{value}” is a range, not one amount")
MONEY_RANGE_HINT = Say("请只填一个金额：{low} 或 {high}", "type one amount: {low} or {high}")
MONEY_ABOUT = Say("“{value}” 是约数", "“{value}” is only approximate")
MONEY_ABOUT_HINT = Say(
    "请填确切金额，如 {amount}，其余写入备注", "type the exact amount, such as {amount}, and put the rest in the notes"
)
MONEY_NEGATIVE = Say("“{value}” 小于零", "“{value}” is below zero")
MONEY_NEGATIVE_HINT = Say("金额不能为负：请填 {amount}", "an amount is zero or more: type {amount}")
MONEY_FINE = Say("“{value}” 不是整分", "“{value}” is not a whole number of fen")
MONEY_FINE_HINT = Say("金额最小到分：请填 {amount}", "amounts go down to the fen (0.01): type {amount}")
MONEY_LARGE = Say("“{value}” 过大", "“{value}” is too large")
MONEY_LARGE_HINT = Say("请检查单位，金额应不超过 {most}", "check the unit: an amount is at most {most}")
DATE_BAD = Say("“{value}” 不是日期", "“{value}” is not a date")
DATE_HINT = Say("请填 2024-03-05、2024/3/5 或 2024-03", "type 2024-03-05, 2024/3/5 or 2024-03")
DATE_IMPOSSIBLE = Say("“{value}”：没有这一天", "“{value}”: there is no such day")
DATE_MONTH_HINT = Say("月份请填 1 至 12", "type a month from 1 to 12")
DATE_DAY_HINT = Say(
    "{month} 只有 {days} 天：请填 1 至 {days} 日", "{month} has {days} days: type a day from 1 to {days}"
)
DATE_YEAR = Say("“{value}” 的年份 {year} 超出范围", "“{value}” has the year {year}, which is out of range")
DATE_YEAR_HINT = Say("年份请填 {first} 至 {last}", "type a year from {first} to {last}")
DATE_SERIAL = Say("“{value}” 是 Excel 的日期序号", "“{value}” is Excel's number for a day")
DATE_SERIAL_HINT = Say("如指这一天，请填 {day}", "if it means that day, type {day}")
DATE_NUMBER = Say("“{value}” 可能是数字", "“{value}” may be a number")
DATE_NO_YEAR = Say("“{value}” 没有写年份", "“{value}” does not say its year")
DATE_ORDER = Say("“{value}” 没有把年份写在最前", "“{value}” does not begin with the year")
DATE_ORDER_HINT = Say("请把四位年份写在最前，如 {days}", "put the year first, in four digits: {days}")
DATE_VAGUE = Say("“{value}” 不是确切的日期", "“{value}” is too vague for a date")
DATE_VAGUE_HINT = Say(
    "请填月份或季度，如 {year}-12 或 {year}Q4", "type a month or a quarter, such as {year}-12 or {year}Q4"
)
DATE_RANGE = Say("“{value}” 是起止时间，不是一个日期", "“{value}” is a range, not one date")
DATE_RANGE_HINT = Say(
    "请只填一个日期，起止请分两栏填写，如 2024-03-05", "type one date, such as 2024-03-05: start and end are two fields"
)
PERIOD_BAD = Say("“{value}” 不是有效的期间", "“{value}” is not a period")
PERIOD_HINT = Say(
    "请填 2024、2024Q1、2024H1、2024-03、2024-03-01..2024-05-31、本季度 或 上月",
    "type 2024, 2024Q1, 2024H1, 2024-03, 2024-03-01..2024-05-31, this-quarter or last-month",
)
PERIOD_NAMED_HINT = Say(
    "请填 2024Q1、2024-03、本季度 等，或活动：{names}", "type 2024Q1, 2024-03, this-quarter …, or a campaign: {names}"
)
PERIOD_REVERSED = Say("“{value}” 的起止颠倒", "“{value}” ends before it begins")
PERIOD_REVERSED_HINT = Say("请填 {turned}", "type {turned}")
PERIOD_NONE_BEFORE = Say("{value} 之前没有同样的期间", "there is no such period before {value}")
PERIOD_EDGES_HINT = Say("请填起止都明确的期间，如 2024Q1", "type a period with both ends, such as 2024Q1")
PERIOD_SPAN = Say("{first} 至 {last}", "{first} to {last}")
PERIOD_NAMED = Say("{name}（{first} 至 {last}）", "{name} ({first} to {last})")
PERIOD_FROM = Say("{first} 起", "from {first}")
PERIOD_UNTIL = Say("截至 {last}", "up to {last}")
PERIOD_ALL = Say("全部时间", "all time")
PERIOD_YEAR = Say("{year}年", "{year}")
PERIOD_HALVES = (Say("{year}年上半年", "first half of {year}"), Say("{year}年下半年", "second half of {year}"))
PERIOD_QUARTER = Say("{year}年{zh}季度", "{year} Q{number}")
PERIOD_MONTH = Say("{year}年{month}", "{month} {year}")
_MONTHS_EN = "January February March April May June July August September October November December"
MONTH_NAMES = tuple(Say(f"{number}月", en) for number, en in enumerate(_MONTHS_EN.split(), 1))
CREDIT_LENGTH = Say(
    "统一社会信用代码应为 18 位，这里是 {length} 位", "a credit code has 18 characters, this has {length}"
)
CREDIT_LENGTH_OLD = Say(
    "统一社会信用代码应为 18 位，这里是 15 位：像旧的工商注册号",
    "a credit code has 18 characters; these 15 look like an old registration number",
)
CREDIT_LENGTH_ORGANISATION = Say(
    "统一社会信用代码应为 18 位，这里是 {length} 位：像组织机构代码",
    "a credit code has 18 characters; these {length} look like an organisation code",
)
CREDIT_ALPHABET = Say(
    "第 {position} 位 “{found}” 不用于统一社会信用代码", "character {position}, “{found}”, is not used in credit codes"
)
CREDIT_SUGGESTION = Say(
    "第 {position} 位 “{found}” 不用于统一社会信用代码：是否应为 {code}？",
    "character {position}, “{found}”, is not used in credit codes: should it be {code}?",
)
CREDIT_PERSON = Say(
    "这像身份证号，不是统一社会信用代码", "this looks like a personal ID card number, not a credit code"
)
CREDIT_INNER = Say(
    "第 9 至 17 位有误：第 17 位应为 {expected}，这里是 {found}",
    "there is a mistake in characters 9 to 17: the 17th should be {expected}, this has {found}",
)
CREDIT_CHECK = Say(
    "校验位不符：第 18 位应为 {expected}，这里是 {found}",
    "the check character does not fit: the 18th should be {expected}, this has {found}",
)
DB_REFUSES = Say("数据库拒绝此记录（{why}）", "the database refuses the record ({why})")
DB_REFUSES_HINT = Say("检查各字段的值；没有写入任何内容", "check the values of the fields; nothing was written")


# names
NAME_UNKNOWN = Say("没有叫“{value}”的{noun}", "there is no {noun} called “{value}”")
NAME_UNKNOWN_HINT = Say("最接近的：{near}", "the nearest: {near}")
NAME_NONE_HINT = Say("运行 {command} 查看全部{noun}", "run {command} to list what there is")
NAME_AMBIGUOUS = Say("“{value}” 对应 {n} 个{noun}", "“{value}” may mean {n} records ({noun})")
NAME_AMBIGUOUS_NEW_HINT = Say(
    "在“{sheet}”表给同名的{noun}各填一个编号（如 {number}），这里写那个编号；或用不同的名称",
    "give each {noun} of that name a number in the sheet {sheet} (such as {number}) and type it here; "
    "or tell them apart by name",
)
NAME_AMBIGUOUS_HINT = Say("写出编号或全名：{candidates}", "type a number or the full name: {candidates}")


# schemes in the database
METRIC_LABEL = Say("指标", "metric")
ITEM_LABEL = Say("加减分事项", "adjustment item")
KEY_UNKNOWN = Say("没有叫“{value}”的{what}", "there is no {what} called “{value}”")
KEY_UNKNOWN_HINT = Say(
    "最接近的：{near}；或先用 tracker scheme load 加载该年度的竞赛规则",
    "the nearest: {near}; or load that year's scheme first with tracker scheme load",
)
NO_SCHEME = Say("没有 {scheme} 的竞赛规则", "there is no scheme for {scheme}")
NO_SCHEME_YEAR = Say("没有 {year} 年的竞赛规则", "there is no scheme for {year}")
NO_SCHEMES = Say(
    "还没有载入竞赛规则：tracker scheme load 文件.toml", "no scheme is loaded yet: tracker scheme load FILE.toml"
)
NO_SCHEME_ANY = Say(
    "还没有竞赛规则，认不出{what}“{value}”", "no scheme is loaded, so the {what} “{value}” is not known"
)
NO_SCHEME_HINT = Say("先运行 tracker scheme load 文件.toml", "load one first: tracker scheme load FILE.toml")
SEVERAL_SCHEMES = Say("{year} 年有多套竞赛规则：{keys}", "{year} has several schemes: {keys}")
SCHEMES_HINT = Say("用 --scheme 指明其一：{keys}", "name one with --scheme: {keys}")
SCHEME_OF_YEAR_HINT = Say(
    "有竞赛规则的年度：{year}（统计期如 {year}Q4）；也可用 --scheme 指明其一：{keys}",
    "a year that has one: {year} (a period such as {year}Q4); or name one with --scheme: {keys}",
)
SCHEME_LOADED = Say("已加载竞赛规则 {key}（{name}）", "Loaded scheme {key} ({name})")
SCHEME_SAME = Say("竞赛规则 {key} 没有变化", "Scheme {key} is unchanged")
SCHEME_OK = Say("竞赛规则 {key} 可用", "Scheme {key} is sound")
SCHEME_EMPTY_GROUP = Say("分组“{group}”还没有单位", "the group “{group}” has no units")
SCHEME_KEY = Say("键", "Key")
SCHEME_YEAR = Say("年度", "Year")
SCHEME_NAME = Say("名称", "Name")
SCHEME_SENTENCE = Say("规则", "Rule")
UNREADABLE_FILE = Say("无法读取文件 {path}", "the file {path} cannot be read")
UNREADABLE_FILE_HINT = Say(
    "检查路径与权限；文件须为 UTF-8 文本", "check the path and its permissions; the file must be UTF-8 text"
)

# entry
MISSING_FIELDS = Say("缺少：{fields}", "missing: {fields}")
MISSING_FIELDS_HINT = Say("加上 {options}", "add {options}")
ECHO = Say("{line}（{said}）", "{line} ({said})")
ECHO_VALUE = Say("{field}：{value}", "{field}: {value}")
ECHO_MORE = Say("{said}；{more}", "{said}; {more}")


# checks of a record
CHECK_FUTURE = Say("{field} {value} 在今天之后", "{field} {value} lies after today")
CHECK_FUTURE_HINT = Say("填写不晚于 {today} 的日期", "type a date no later than {today}")
CHECK_FUTURE_LAST = Say("{hint}；如指去年，填 {last}", "{hint}; if it was last year, type {last}")
CHECK_FUTURE_PLAN_HINT = Say(
    "填写不晚于 {today} 的日期；计划中的日期填在计划栏",
    "type a date no later than {today}; a date to come belongs in the planned field",
)
CHECK_BEFORE = Say("{field} {value} 早于{other} {date}", "{field} {value} lies before {other} {date}")
CHECK_BEFORE_HINT = Say(
    "填写 {date} 或之后的日期，或先改正前一个日期", "type {date} or later, or correct the earlier date first"
)
CHECK_REASON = Say("状态为“{state}”时须写明{reason}", "“{state}” needs its reason ({reason})")
CHECK_REASON_HINT = Say("加上 {option} 原因", "add {option} REASON")
CHECK_INTRODUCER = Say(
    "没有引荐单位，{field}按独享计", "there is no introducing unit, so {field} counts for the host alone"
)
CHECK_INTRODUCER_HINT = Say(
    "填写引荐单位（--introducers），或改为独享", "name the introducing unit (--introducers), or set the share to single"
)
CHECK_AGREEMENT = Say(
    "已签约而未填协议类型，不计入签约", "signed without an agreement type: it does not count as signed"
)
CHECK_AGREEMENT_HINT = Say("加上 --agreement 正式合同", "add --agreement contract")
CHECK_RECEIPT = Say(
    "单笔到位 {amount} 超过项目总投资 {total}",
    "the receipt of {amount} exceeds the project's total investment of {total}",
)
CHECK_RECEIPT_HINT = Say(
    "检查金额的单位（万元、亿元），或先改正总投资",
    "check the amount's unit (万元, 亿元), or correct the total investment first",
)
CHECK_RECEIPT_SUM = Say(
    "累计到位 {sum} 超过项目总投资 {total}", "receipts of {sum} in all exceed the project's total investment of {total}"
)
CHECK_RECEIPT_SUM_HINT = Say("核对各笔金额，或改正总投资", "check the amounts, or correct the total investment")
CHECK_TOTAL = Say(
    "总投资 {total} 小于已到位的一笔 {amount}", "the total investment of {total} is below a receipt of {amount}"
)
CHECK_TOTAL_HINT = Say(
    "检查总投资的单位，或先改正那笔到位资金", "check the unit of the total investment, or correct that receipt first"
)
CHECK_UNSIGNED = Say("到位时间 {date} 早于签约 {signed}", "the receipt of {date} lies before the signing on {signed}")
CHECK_UNSIGNED_HINT = Say("核对两个日期", "check both dates")
CHECK_CREDIT_CODE = Say("信用代码 {value} 有误：{why}", "credit code {value} is wrong: {why}")
CHECK_CREDIT_CODE_HINT = Say(
    "核对证照上的代码；已照原样保存", "check it against the licence; it is stored as it stands"
)
CHECK_PERIOD = Say("目标须属于一个年度或一个活动", "a target belongs to a year or to a campaign, one of them")
CHECK_PERIOD_HINT = Say("填写 --year 2024 或 --campaign 活动名称", "give --year 2024 or --campaign NAME")
CHECK_ZERO_TARGET = Say("目标值 0 按未下达目标处理", "a target of 0 is taken as no target")
CHECK_ZERO_TARGET_HINT = Say("不考核的指标不必填写", "leave out what is not assessed")


# records
ADDED = Say("{number} 已新增{noun}{name}", "{number} added: {noun}{name}")
EDITED = Say("{number} 已修改{noun}{name}", "{number} changed: {noun}{name}")
REMOVED = Say(
    "{number} 已移除{noun}{name}（可用 tracker undo 撤回）",
    "{number} removed: {noun}{name} (tracker undo brings it back)",
)
QUOTED = Say("“{name}”", " “{name}”")
DRY_RUN = Say("试运行，没有写入任何内容", "dry run: nothing was written")
DUPLICATE = Say("已有相同的{noun} {number}", "there is an equal {noun} already: {number}")
DUPLICATE_HINT = Say(
    "确是另一笔就加 --yes；要改原来的就用 {command}",
    "add --yes if it is another one; change the old one with {command}",
)
DUPLICATE_HINT_UNIQUE = Say("修改原来的：{command}", "change the old one with {command}")
FIELD_COLUMN = Say("字段", "Field")
VALUE_COLUMN = Say("内容", "Value")
NUMBER = Say("编号", "No.")
TRUNCATED = Say("另有 {n} 条未显示，加 --all 全部显示", "{n} more not shown; --all shows them")
UNKNOWN_FIELD = Say("没有字段“{value}”", "there is no field “{value}”")
UNKNOWN_FIELD_HINT = Say("可用（相近的在前）：{fields}", "valid, the nearest first: {fields}")
NOTHING_CHANGES = Say("没有给出要修改的内容", "nothing to change was given")
NOTHING_CHANGES_HINT = Say("见 {command} --help", "see {command} --help")
STILL_USED = Say("{number} 仍被引用：{by}", "{number} is still referred to by {by}")
STILL_USED_HINT = Say("先移除或改正引用它的记录", "remove or change those records first")
CLEAR_REQUIRED = Say("{field}是必填项，不能清空", "{field} is required and cannot be cleared")
CLEAR_REQUIRED_HINT = Say("改填新的内容", "give it a new value instead")


# conditions, lists and finding
FIELD_AMBIGUOUS = Say("“{value}” 对应 {n} 个字段", "“{value}” may mean {n} fields")
FIELD_AMBIGUOUS_HINT = Say("写出其中一个：{fields}", "type one of {fields}")
FIELD_NO_RECORD = Say(
    "“{value}” 不指向其他记录，后面不能再有 .", "“{value}” refers to no other record, so no dot can follow"
)
FIELD_NO_RECORD_HINT = Say("写作 {field}:值", "type {field}:VALUE")
PATH_LABEL = Say("{owner}的{field}", "{owner}: {field}")
QUERY_READS = Say("{field}{tests}", "{field} {tests}")
QUERY_EXCEPT = Say("除去{what}的", "except where {what}")
QUERY_ALTERNATIVES = Say("{first}或{second}", "{first} or {second}")
QUERY_WORD = Say("有“{text}”", "“{text}” is found")
QUERY_IS = Say("为 {value}", "is {value}")
QUERY_EMPTY = Say("为空", "is empty")
QUERY_FILLED = Say("不为空", "is not empty")
QUERY_HOLDS = Say("含“{text}”", "has “{text}”")
QUERY_TEXT_IS = Say("为“{text}”", "is “{text}”")
QUERY_IN = Say(" {period}", "{period}")
QUERY_AT_LEAST = Say("不小于 {value}", "at least {value}")
QUERY_AT_MOST = Say("不大于 {value}", "at most {value}")
QUERY_OVER = Say("大于 {value}", "above {value}")
QUERY_BELOW = Say("小于 {value}", "below {value}")
QUERY_SPAN = Say("从 {low} 到 {high}", "from {low} to {high}")
STAGE_ON = Say("已到{stage}", "at {stage} or beyond")
STAGE_UP_TO = Say("至多到{stage}", "up to {stage}")
QUERY_VALUE_MISSING = Say("冒号后面缺少值", "a value is missing after the colon")
QUERY_VALUE_MISSING_HINT = Say(
    "含 > 或 < 的条件要加引号：'{field}:>=值'，或写成 {field}:值.. ；没有填写的写 {field}:-",
    "quote what has > or <: '{field}:>=VALUE', or type {field}:VALUE.. ; for an empty field {field}:-",
)
QUERY_WORD_MISSING = Say("“{value}” 没有要找的内容", "“{value}” names nothing to look for")
QUERY_WORD_MISSING_HINT = Say("写作 ^词 或 ^字段:值", "type ^WORD or ^FIELD:VALUE")
QUERY_SIGN = Say("没有“{value}”这种比较", "there is no comparison “{value}”")
QUERY_SIGN_HINT = Say("可用 > >= < <= = 或 起..止", "use > >= < <= = or FROM..TO")
QUERY_NO_ORDER = Say("{field}不分大小，不能用 {sign}", "{field} has no order, so {sign} means nothing")
QUERY_NO_ORDER_HINT = Say("写作 {field}:{value}", "type {field}:{value}")
QUERY_REVERSED = Say("“{value}” 的起止颠倒", "“{value}” ends before it begins")
QUERY_REVERSED_HINT = Say("写作 {turned}", "type {turned}")
QUERY_CURRENCIES = Say("“{value}” 是两种货币", "“{value}” is in two currencies")
QUERY_CURRENCIES_HINT = Say("起止用同一种货币", "type both ends in one currency")
LISTED = Say("{noun}：共 {n} 条{sums}", "{noun}: {n} in all{sums}")
LISTED_WHERE = Say("{noun}（{conditions}）：共 {n} 条{sums}", "{noun} ({conditions}): {n} in all{sums}")
LISTED_SUMS = Say("（{field} {sums}）", " ({field} {sums})")
LEFT_OUT_DONE = Say(
    "另有 {n} 条{states}未列出，加 --all 列出，或写明条件，如 {example}",
    "{n} more ({states}) are left out; --all lists them, and so does a condition such as {example}",
)
PATH_SEVERAL = Say(
    "{field}可指多条记录，“{value}” 不是一列", "{field} may be several records, so “{value}” is no column"
)
PATH_SEVERAL_HINT = Say("写作 {field}", "type {field}")
SELECTION_EMPTY = Say("没有{noun}符合条件：{conditions}", "no {noun} meets the conditions: {conditions}")
FOUND = Say("有{words}的：{counts}", "with {words}: {counts}")
FOUND_COUNT = Say("{noun} {n} 条", "{noun} {n}")
FOUND_NOTHING = Say("没有", "nothing")
FOUND_MORE = Say(
    "{noun}另有 {n} 条未显示，用 {command} 列出，或加 --all",
    "{noun}: {n} more not shown; {command} lists them, or --all",
)
FOUND_IN = Say("所在字段", "Found in")
FOUND_TEXT = Say("原文", "Text")
HELP_FIND = Say("要找的词，都要有", "the words to find, all of them")
SUMMARY_FIND = Say("在所有记录中查找", "find words in all records")
NONE_WAITS = Say("选中的 {n} 条{noun}都不在等待认定", "none of the {n} records ({noun}) waits for a decision")
NONE_WAITS_HINT = Say(
    "要改动已认定的，加条件 认定状态:已认定 或写出编号",
    "to change what was decided, add the condition recognition:recognised, or type the numbers",
)
KEPT_DECIDED = Say(
    "另有 {n} 条{noun}不在等待认定，未改动", "{n} more ({noun}) do not wait for a decision and stay as they are"
)
SELECTION_EMPTY_HINT = Say("运行 {command} 查看有哪些", "run {command} to see what there is")


# settings
SETTING_LANG = Say("语言：zh 或 en", "language: zh or en")
SETTING_DB = Say("数据库文件", "the database file")
SETTING_TODAY = Say("把这一天当作今天，如 2024-04-10", "the day that counts as today, such as 2024-04-10")
SETTING_COLOUR = Say("颜色：auto、always 或 never", "colour: auto, always or never")
SETTING_MONEY_UNIT = Say("不写单位的金额按此单位读，如 万元", "the unit of an amount without one, such as 万元")
SETTING_ACTOR = Say(
    "操作人，记入历史，也是默认的认定人", "who works here: recorded in the history, and as who recognised"
)
SETTING_UNIT = Say("本单位，录入时可以不写", "the unit worked for, which need not be typed then")
SETTING_LANG_UNSET = Say("随系统语言", "as the machine speaks, else English")
SETTING_DB_UNSET = Say(
    "本文件夹的 tracker.db，没有则用个人数据文件夹中的",
    "tracker.db in this folder, else the one in the user's data folder",
)
SETTING_TODAY_UNSET = Say("按系统时钟", "the day by the clock")
SETTING_COLOUR_UNSET = Say("auto，只在终端上用颜色", "auto: on a terminal alone")
SETTING_MONEY_UNIT_UNSET = Say("没有单位的金额不予接受", "an amount without a unit is refused")
SETTING_ACTOR_UNSET = Say(
    "历史中记系统登录名，认定人留空", "the login's name in the history, nobody as the one who recognised"
)
SETTING_UNIT_UNSET = Say("录入时须写单位", "the unit is typed each time")
SETTING_EMPTY = Say("没有写值", "the value is empty")
SETTING_EMPTY_HINT = Say(
    "要取消此项，运行 tracker config set {key} --unset", "to unset it: tracker config set {key} --unset"
)
SETTING_DEBUG = Say("出错时显示调用栈", "show the traceback of a failure")
SETTING_QUIET = Say("不显示提示", "no notes on stderr")
SETTING_PLACE = Say("设置 {key}", "setting {key}")
BAD_SETTING = Say("设置 {key} 不能是“{value}”", "“{value}” is not valid for the setting {key}")
BAD_SETTING_HINT = Say("可填：{valid}", "valid: {valid}")
SETTINGS_FILE_BAD = Say("无法读取设置文件 {path}（{why}）", "the settings file {path} cannot be read ({why})")
SETTINGS_FILE_HINT = Say("改正该文件或暂时移开", "correct the file, or move it away")

# config
SUMMARY_CONFIG = Say("设置：查看、修改、说明", "settings: show, set, explain")
HELP_CONFIG = Say("列出各项设置、当前的值和来源", "List the settings, their values and where these are from")
HELP_CONFIG_SET = Say(
    "修改一项设置，写入本文件夹的 tracker.toml", "Change a setting in the tracker.toml of this folder"
)
HELP_CONFIG_EXPLAIN = Say("说明一项设置", "Explain a setting: what it does, what it takes, where it is from")
HELP_CONFIG_KEY = Say("设置：{keys}", "the setting: {keys}")
HELP_CONFIG_VALUE = Say("新的值", "its new value")
HELP_CONFIG_UNSET = Say("取消此项", "take it out of the file")
SETTING_COLUMN = Say("设置", "Setting")
SOURCE_COLUMN = Say("来源", "From")
PLACE_COLUMN = Say("出处", "Where")
MEANING_COLUMN = Say("说明", "Meaning")
SOURCE_FLAG = Say("选项", "option")
SOURCE_ENVIRONMENT = Say("环境变量", "variable")
SOURCE_FILE = Say("文件", "file")
SOURCE_SYSTEM = Say("系统", "machine")
SOURCE_DEFAULT = Say("默认", "default")
SETTING_UNKNOWN = Say("没有设置“{value}”", "there is no setting “{value}”")
SETTING_UNKNOWN_IN = Say("{path} 中没有用处的项：{keys}", "{path} holds what is no setting: {keys}")
SETTING_BAD_IN = Say(
    "{place} 的 {key} =“{value}”不可用，未采用", "{place}: {key} = “{value}” is not valid and is passed over"
)
SETTING_SET = Say("{path}：{key} = {value}", "{path}: {key} = {value}")
SETTING_UNSET = Say("{path}：已取消 {key}", "{path}: {key} unset")
SETTING_SAME = Say("{path} 没有变化", "{path} is unchanged")
SETTING_BEFORE = Say("{place} 优先，现为“{value}”", "{place} comes first: “{value}”")
SETTING_VALUE_MISSING = Say("没有写值", "no value was given")
SETTING_VALUE_HINT = Say(
    "写作 tracker config set {key} 值，或加 --unset", "type tracker config set {key} VALUE, or --unset"
)
SETTING_VALUE_TWICE = Say("值与 --unset 只写一个", "give a value or --unset, not both")
EXPLAIN_SETTING = Say("{key} — {meaning}", "{key} — {meaning}")
EXPLAIN_VALID = Say("可填：{valid}", "Valid: {valid}")
EXPLAIN_VALID_UNIT = Say("单位的编号、名称或别名", "number, name or other name of a unit")
EXPLAIN_VALID_PATH = Say("文件路径", "the path of a file")
EXPLAIN_VALID_DAY = Say("日期，如 2024-04-10", "a day, such as 2024-04-10")
EXPLAIN_VALID_NAME = Say("姓名或科室", "the name of a person or an office")
EXPLAIN_VALID_MONEY = Say("金额单位，如 亿元、万元、元", "a unit of money, such as 万元 (10k CNY)")
EXPLAIN_ORDER = Say("依次取自：{places}", "Taken from, in this order: {places}")
EXPLAIN_UNSET = Say("都没有时：{unset}", "Without any: {unset}")
EXPLAIN_NOW = Say("现在：{value}（{source}）", "Now: {value} ({source})")

# command line
PROGRAM = Say("招商引资台账、进度与竞赛榜", "Ledgers, progress and contest boards for investment attraction")
VERSION_HELP = Say("显示版本号", "show the version")
UNKNOWN_COMMAND = Say("没有命令“{value}”", "there is no command “{value}”")
UNKNOWN_COMMAND_HINT = Say("最接近的：{near}", "the nearest: {near}")
SHOW_OR_LIST = Say(
    "查看一条：tracker {noun} show {value}；筛选：tracker {noun} list {value}",
    "to see one: tracker {noun} show {value}; to list several: tracker {noun} list {value}",
)
VERB_FIRST = Say("先写记录，后写动作：tracker {noun} {verb}", "the noun comes first: tracker {noun} {verb}")
COMMANDS_HINT = Say("可用：{all}", "valid: {all}")
BUG = Say("程序内部错误：{error}", "a fault in the program: {error}")
BUG_HINT = Say(
    "加 --debug 重新运行可看到详情；没有写入任何内容", "run it again with --debug for the details; nothing was written"
)
BUG_HINT_LATE = Say(
    "加 --debug 重新运行可看到详情；此前已写入 {batches}（可用 tracker undo 撤回）",
    "run it again with --debug for the details; {batches} had been written before (tracker undo takes it back)",
)
INTERRUPTED_LATE = Say(
    "已中断；此前已写入 {batches}（可用 tracker undo 撤回）",
    "interrupted; {batches} had been written before (tracker undo takes it back)",
)
INTERRUPTED = Say("已中断，没有写入任何内容", "interrupted; nothing was written")
BOTH_WAYS = Say("{field}给了两次：{first} 与 {second}", "{field} was given twice: {first} and {second}")
BOTH_WAYS_HINT = Say("只写一次", "give it once")
HELP_FORMAT = Say("输出格式：table plain csv tsv json md", "output format: table plain csv tsv json md")
HELP_OUTPUT = Say(
    "写入文件，格式由扩展名决定（.csv .xlsx .html .json .md …）",
    "write to a file; its ending decides the format (.csv .xlsx .html .json .md …)",
)
HELP_FORCE = Say("覆盖已有文件", "overwrite an existing file")
HELP_DRY_RUN = Say("只试运行，不写入", "try it without writing")
HELP_YES = Say("不再询问，直接确认", "do not ask, confirm")
HELP_ADD = Say("新增{noun}", "Add one {noun}")
HELP_LIST = Say("列出{noun}，可加条件", "List {noun} records, all or by conditions")
HELP_SHOW = Say("显示一条{noun}的全部内容", "Show one {noun}")
HELP_EDIT = Say("修改{noun}，可同时修改几条", "Change {noun} records")
HELP_REMOVE = Say("移除{noun}（可撤回）", "Remove {noun} records (can be undone)")
HELP_WORDS = Say(
    "词、编号，或条件 字段:值，如 责任单位:冠县 阶段:签约.. 总投资:5亿.. 签约:2024Q1 ^标签:重点；含 > < 的加引号",
    "words, numbers, or conditions field:value, such as unit:U3 stage:signed.. amount:500m.. signed:2024Q1 ^tag:urgent; "
    "quote what has > or <",
)
HELP_COLUMNS = Say(
    "显示哪些列，用逗号分开；+列名 在默认的列之外添加",
    "which columns, separated by commas; +column adds one to the usual",
)
HELP_BOARD_COLUMNS = Say("显示哪些列，用逗号分开", "which columns, separated by commas")
HELP_SORT = Say(
    "按哪些列排序，用逗号分开；-列名 为降序", "sort by columns, separated by commas; -column sorts downwards"
)
HELP_LIMIT = Say("最多显示几行", "show at most so many rows")
HELP_ALL = Say("全部显示，已办结的也在内", "show all rows, and what is done with too")
HELP_WHICH = Say("编号、名称、别名或名称的一部分", "number, name, alias or part of the name")
HELP_CLEAR = Say("清空一个字段，可多次使用", "clear a field; may be repeated")
CONFIRM_REMOVE = Say("移除{noun} {records}？", "remove {noun} {records}?")
CONFIRM_REMOVE_MANY = Say("移除这 {n} 条{noun}{sums}？", "{noun}: remove all {n}{sums}?")
DECLINED = Say("未确认，没有写入任何内容", "not confirmed; nothing was written")
DECLINED_HINT = Say("再次运行并确认，或加 --yes", "run it again and confirm, or add --yes")

# what each command is for
SUMMARY_UNIT = Say("单位：县(市、区)、开发区、市直部门", "units: counties, zones and departments")
SUMMARY_CHAIN = Say("产业链：链长、链主企业", "industry chains, with chief and anchor company")
SUMMARY_SEGMENT = Say("产业链的细分方向：强、弱、缺", "segments of a chain: strong, weak or missing")
SUMMARY_COMPANY = Say("企业：目标企业、商协会、500强", "companies: targets, associations, top-500 firms")
SUMMARY_LEAD = Say("线索：登记、转为项目、流失", "leads: record, convert into a project, lose")
SUMMARY_PROJECT = Say("项目：登记、推进阶段", "projects: record, advance to the next stage")
SUMMARY_MILESTONE = Say("节点：各阶段的日期与认定", "milestones: dates of stages and their recognition")
SUMMARY_FUNDS = Say("到位资金：登记与认定", "funds in place: record and recognise receipts")
SUMMARY_VISIT = Say("走访：外出招商、来访接待、推介", "visits: trips, receptions, promotions")
SUMMARY_CAMPAIGN = Say("活动：百日会战、招商周等", "campaigns with their own dates and targets")
SUMMARY_TARGET = Say("目标：全市与各单位的目标任务", "targets of the city and of its units")
SUMMARY_FIGURE = Say("数据：实际使用外资等外部数据", "figures from outside, such as utilised FDI")
SUMMARY_ADJUSTMENT = Say("加减分：加分、扣分、一票否决", "adjustments: bonuses, penalties, vetoes")
SUMMARY_PROBLEM = Say("问题：项目的要素问题台账", "problems: what holds a project up")
SUMMARY_SHOW = Say("卡片：按编号或名称看一条记录的全部", "the card of any record, by number or name")
SUMMARY_PROGRESS = Say("进度：全市与各单位的完成率、超欠序时", "progress of the city and its units against targets")
SUMMARY_BOARD = Say("竞赛榜：综合榜、单项榜、得分说明", "the contest board: ranks, scores, and how they came about")
SUMMARY_IMPORT = Say("导入工作簿", "import a workbook")
SUMMARY_EXPORT = Say("导出全部或部分记录为工作簿", "export everything, or a part, as workbooks")
SUMMARY_TEMPLATE = Say("生成空白模板", "write an empty template workbook")
SUMMARY_SCHEME = Say("竞赛规则：加载、查看、检查", "contest rules: load, show, check")
SUMMARY_LOG = Say("历史：谁在何时改了什么", "history: who changed what, and when")
SUMMARY_UNDO = Say("撤回一批改动", "take a batch of changes back")
SUMMARY_INIT = Say("新建数据库", "create a database")
SUMMARY_DEMO = Say("载入示例城市，显示进度与竞赛榜", "load the example city and show its progress and board")
SUMMARY_DB = Say("数据库维护：升级", "look after the database: upgrade")
HELP_HINT = Say("见 {command} --help", "see {command} --help")
HELP_EXAMPLES = Say("示例：", "Examples:")
HELP_USAGE = Say("用法：", "Usage: ")
HELP_ARGUMENTS = Say("\n参数：\n", "\nArguments:\n")
HELP_OPTIONS = Say("\n选项：\n", "\nOptions:\n")
HELP_VERBS = Say("\n命令：\n", "\nCommands:\n")
HELP_REQUIRED = Say("[必填]", "[required]")
HELP_ITSELF = Say("显示本页", "Show this message and exit")
DASH_HINT = Say(
    "见 {command} --help；以 - 开头的名称或文件名写在 -- 之后",
    "see {command} --help; a name or file that begins with - goes behind --",
)
OPTION_UNKNOWN = Say("没有选项 {value}", "there is no option {value}")
OPTION_BEFORE = Say(
    "此选项写在命令之前：tracker {option} … {rest}", "it stands before the command: tracker {option} … {rest}"
)
OPTION_ALONE = Say("选项 {option} 后面没有写值", "the option {option} has no value after it")
OPTION_TAKES_NONE = Say("选项 {option} 后面不写值", "the option {option} takes no value")
OPTION_ALONE_HINT = Say("写作 {option} 值", "type {option} VALUE")
OPTION_TAKES_NONE_HINT = Say("只写 {option}", "type {option} alone")
OPTION_BAD = Say("{option}：“{value}” 不可用", "{option}: “{value}” is not valid")
ARGUMENT_MISSING = Say("缺少 {name}", "{name} is missing")
ARGUMENT_EXTRA = Say("多出了“{value}”", "“{value}” is more than this command takes")
COUNT_HINT = Say("填写不小于 {least} 的整数", "type a whole number of {least} or more")
NOT_UNICODE = Say("“{value}” 不是 UTF-8 文本", "“{value}” is not text in UTF-8")
NOT_UNICODE_HINT = Say("请在使用 UTF-8 的终端中重新输入", "type it again in a terminal that uses UTF-8")

# projects, leads, recognition
HELP_STAGE = Say(
    "阶段：谋划 在谈 签约 注册 备案 开工 竣工 投产 达产（planned … at_output）",
    "stage: planned talks signed registered filed started completed producing at_output",
)
HELP_ON = Say("日期", "the date")
HELP_AGREEMENT = Say("协议类型：正式合同 框架协议 意向书 补充协议", "agreement: contract framework intent supplement")
HELP_CONTRACT = Say("合同投资额：3.5亿", "contracted investment: 350m")
HELP_ADVANCE = Say("把项目推进到一个阶段", "Advance a project to a stage")
ADVANCED = Say("{number} {stage}：{noun}{name}", "{number} {stage}: {noun}{name}")
STAGE_BACKWARDS = Say(
    "{number} 已到“{now}”，不能退回“{stage}”", "{number} has reached “{now}” and cannot go back to “{stage}”"
)
STAGE_BACKWARDS_HINT = Say("补记较早阶段的日期：{command}", "to enter the date of an earlier stage: {command}")
HELP_UPGRADE = Say("升级数据库到此版本（先做备份）", "bring the database to this version (makes a backup first)")
HELP_NUMBERS = Say(
    "编号，如 F12 F13 F20..F31；项目名称；条件，如 责任单位:冠县 到位时间:2024Q1；节点也可写 项目 阶段",
    "numbers, such as F12 F13 F20..F31; a project; conditions, such as unit:U3 received:2024Q1; "
    "a milestone also as PROJECT STAGE",
)
HELP_BY = Say("认定人", "who decided")
HELP_OPINION = Say("意见", "opinion")
HELP_UNSCORED = Say("认定但不计分", "recognise without a score")
HELP_APPROVE = Say("只记为已初审", "approve only, the first step")
HELP_RECOGNISE = Say("认定{noun}", "Recognise: {noun}")
HELP_RETURN = Say("退回{noun}", "Return: {noun}")
HELP_REFUSE = Say("不予认定{noun}", "Refuse: {noun}")
CONFIRM_MANY = Say("对这 {n} 条{noun}{sums}一并处理？", "{noun}: do this to all {n}{sums}?")
NUMBERS_BAD = Say("“{value}” 不是编号", "“{value}” is not a number of a record")
NUMBERS_BAD_HINT = Say("写作 {one} 或 {several}", "type {one} or {several}")
MILESTONE_NONE = Say("{number} 没有“{stage}”节点", "{number} has no milestone “{stage}”")
MILESTONE_NONE_HINT = Say("先推进到该阶段：{command}", "advance it first: {command}")
OPINION_MISSING = Say("退回或不予认定须写明意见", "returning or refusing needs an opinion")
OPINION_MISSING_HINT = Say("加上 --opinion 原因", "add --opinion REASON")
RECOGNITION_SAME = Say("{number} 已是“{state}”", "{number} is “{state}” already")
RECOGNITION_SAME_HINT = Say("不必再次处理；没有写入任何内容", "there is nothing to do; nothing was written")
RECOGNITION_SET = Say("{number} {state}{name}", "{number} {state}{name}")
UNREACHED = Say("{number} 还没有实际日期，不能认定", "{number} has no reached date and cannot be recognised")
UNREACHED_HINT = Say("先用 tracker project advance 记下日期", "record the date first with tracker project advance")
INIT_DONE = Say("已新建数据库 {path}", "Created {path}")
INIT_NEXT = Say(
    "接下来：tracker scheme load 竞赛规则.toml，再 tracker import 台账.xlsx，或 tracker unit add …",
    "Next: tracker scheme load RULES.toml, then tracker import LEDGER.xlsx, or tracker unit add …",
)
INIT_THERE = Say("数据库 {path} 已存在，没有改动", "{path} is a tracker database already; nothing was changed")
UPGRADE_DONE = Say("已升级 {path}，备份在 {backup}", "Upgraded {path}; the backup is {backup}")
UPGRADE_NONE = Say("{path} 已是最新，没有改动", "{path} is up to date; nothing was changed")
SHOW_ANY_HINT = Say("写编号（{letters}）或全名", "type a number ({letters}) or a full name")
PROBLEMS = Say("共 {n} 个问题，没有写入任何内容", "problems: {n}; nothing was written")


# boards and progress
TARGET_ZERO = Say("{n} 个目标为 0，按未下达目标处理：{metrics}", "targets of 0, taken as none: {n} ({metrics})")
FIGURES_SUMMED = Say(
    "全市没有单独录入、以各单位之和代替的数据：{metrics}",
    "the city has no figure of its own, the sum of the units' stands for it: {metrics}",
)
NO_UNITS = Say(
    "{day} 时参加排名的分组（{groups}）都没有单位；先录入，如 tracker unit add 名称 分组",
    "on {day} no group that is ranked ({groups}) has a unit; enter them first, as in tracker unit add NAME GROUP",
)
TARGETS_NONE = Say(
    "{of} 没有可用的目标；先录入，如 {command}",
    "there are no targets for {of} that count; set them first, as in {command}",
)
SEVERAL_ISSUERS = Say(
    "“{metric}”有多个下达单位的目标：{issuers}", "“{metric}” has targets of several issuers: {issuers}"
)
SEVERAL_ISSUERS_HINT = Say('在竞赛规则中写明 issuer = "{issuer}"', 'name one in the scheme: issuer = "{issuer}"')
LEFT_OUT = Say(
    "{metric}：另有外币 {n} 笔共 {amount} 未计入；在竞赛规则 [rates] 中写明汇率即可计入",
    "{metric}: {n} amounts in another currency, {amount} in all, are left out; a rate in the scheme's [rates] counts them",
)
ADJUSTMENT_ROWS = Say("加减分", "Adjustments")
IMPRECISE_ROWS = Say(
    "{metric}：{n} 条日期不够精确，跨出统计期，未计入",
    "{metric}: rows left out, as their dates are too vague for the window: {n}",
)
FIGURE_MISSING = Say(
    "{metric}：{units} 没有填报数据，数值按 0 计", "{metric}: no figure of {units}; the value is taken as 0"
)
UNIT_OF_NO_GROUP = Say("不在任何分组中，未排名：{units}", "in no group of the scheme, not ranked: {units}")
UNITS_NONE = Say("竞赛规则没有分组“{value}”", "the scheme has no group “{value}”")
UNITS_NONE_HINT = Say("可填：{groups}", "valid: {groups}")


# verbs and history
HELP_CONVERT = Say("把线索转为项目", "Make a project of a lead")
HELP_CONVERT_ON = Say("在谈日期，默认今天", "the day talks began, by default today")
HELP_LOSE = Say("记线索流失及原因", "Record that a lead was lost, and why")
HELP_LOSE_REASON = Say("流失原因", "why it was lost")
LEAD_CLOSED = Say("{number} 已是“{state}”", "{number} is “{state}” already")
LEAD_CLOSED_HINT = Say(
    "如有误，先用 {command} --status pursued 改回跟进中",
    "if that is wrong, first set it back with {command} --status pursued",
)
CONVERTED = Say("线索 {lead} 已转为项目 {project}{name}", "lead {lead} became project {project}{name}")
LOST = Say("{number} 已流失：{noun}{name}", "{number} lost: {noun}{name}")
HELP_CLOSE = Say("问题销号", "Close problems")
HELP_CLOSE_WITH = Say("销号凭证", "the evidence that closes them")
HELP_CLOSE_NUMBERS = Say(
    "编号，如 Q3 Q5..Q9；或条件，如 要素:用地 责任单位:冠县",
    "numbers, such as Q3 Q5..Q9; or conditions, such as factor:land unit:U3",
)
HELP_CLOSE_ON = Say("销号日期，默认今天", "the day they were closed, by default today")
CLOSED = Say("{number} 已销号", "{number} closed")
CLOSED_ALREADY = Say("{number} 已经销号", "{number} is closed already")
CLOSED_ALREADY_HINT = Say("不必再次销号；没有写入任何内容", "there is nothing to do; nothing was written")
HELP_SET = Say("填写{noun}，已有的改为新值", "Set a {noun}: the value of an equal one is changed")
UNCHANGED = Say("{number} 没有变化：{noun}{name}", "{number} unchanged: {noun}{name}")
HELP_SCHEME_FILE = Say("竞赛规则的 TOML 文件", "the scheme's TOML file")
HELP_SCHEME_LOAD = Say("载入竞赛规则", "Load a scheme")
HELP_SCHEME_SHOW = Say("显示竞赛规则原文", "Show a scheme as it was loaded")
HELP_SCHEME_CHECK = Say(
    "检查竞赛规则，逐条说明，并用现有数据试算", "Check a scheme, say it in plain sentences and try it on the data"
)
HELP_SCHEME_LIST = Say("列出现行竞赛规则", "List the schemes in force")
HELP_SCHEME_KEY = Say("竞赛规则的键", "key of the scheme")
HELP_LOG = Say("查看历史：谁在何时改了什么", "Show the history: who changed what, and when")
HELP_LOG_NOUN = Say("只看一类记录，如 project", "records of one noun only, such as project")
HELP_LOG_RECORD = Say("一条记录逐项的改动，如 P12", "the changes of one record, field by field, such as P12")
HELP_LOG_BATCH = Say("一批改动的内容，如 B3", "what one batch changed, such as B3")
HELP_UNDO = Say("撤回一批改动；撤回本身也可撤回", "Take a batch of changes back; that can be undone too")
HELP_UNDO_BATCH = Say("批次，如 B3，默认最近一批", "the batch, such as B3; by default the newest")
BATCH_COLUMN = Say("批次", "Batch")
TIME_COLUMN = Say("时间", "Time")
ACTOR_COLUMN = Say("操作人", "By")
COMMAND_COLUMN = Say("命令", "Command")
WHAT_COLUMN = Say("内容", "What")
RECORD_COLUMN = Say("记录", "Record")
NAME_COLUMN = Say("名称", "Name")
ACTION_COLUMN = Say("操作", "Action")
BEFORE_COLUMN = Say("原值", "Before")
AFTER_COLUMN = Say("新值", "After")
REASON_COLUMN = Say("原因", "Reason")
KEPT_TITLE = Say("保留未动", "Kept as it is")
ACTION_ADD = Say("新增", "added")
ACTION_EDIT = Say("修改", "changed")
ACTION_REMOVE = Say("移除", "removed")
ACTION_RESTORE = Say("恢复", "restored")
COUNTED = Say("{action} {n} 条{noun}", "{n} {noun} {action}")
UNDOES_BATCH = Say("撤回 {batch}", "undoes {batch}")
SCHEME_NOUN = Say("竞赛规则", "scheme")
BATCHES_LISTED = Say("共 {n} 批改动", "batches: {n} in all")
CHANGES_LISTED = Say("共 {n} 处改动", "changes: {n} in all")
LOG_MORE = Say("另有 {n} 行较早的未显示，加 --limit 多显示", "{n} older rows not shown; --limit shows more")
STAGE_FIELD = Say("{stage}：{field}", "{stage}: {field}")
BATCH_UNKNOWN = Say("没有批次“{value}”", "there is no batch “{value}”")
BATCH_HINT = Say("运行 tracker log 查看全部批次", "run tracker log to list them")
NOUN_UNKNOWN = Say("没有“{value}”这类记录", "there is no noun “{value}”")
NOTHING_TO_UNDO = Say("没有可撤回的改动", "there is nothing to undo")
NOTHING_TO_UNDO_HINT = Say(
    "运行 tracker log 查看历史；没有写入任何内容", "tracker log shows the history; nothing was written"
)
UNDONE_ALREADY = Say("{batch} 已被 {by} 撤回", "{batch} was undone already by {by}")
UNDONE_ALREADY_HINT = Say("要恢复它，运行 tracker undo {by}", "to bring it back, run tracker undo {by}")
NOTHING_LEFT = Say("{batch} 没有可以撤回的改动", "nothing of {batch} is left to undo")
CONFIRM_UNDO = Say("撤回 {batch}（{command}），涉及 {n} 条记录？", "undo {batch} ({command}), records: {n}?")
UNDONE = Say("{number} 撤回了 {batch}：{n} 条记录复原", "{number} undoes {batch}; records put back: {n}")
CHANGES_MORE = Say(
    "另有 {n} 处未列出，用 tracker log --batch 查看", "{n} more not listed; tracker log --batch lists them"
)
KEPT = Say("{n} 处保留未动", "kept as they are: {n}")
WHY_CHANGED = Say("后来被 {batch} 改过", "changed since by {batch}")
WHY_REMOVED = Say("已移除", "already removed")
WHY_LIVE = Say("已在使用", "already there")
WHY_USED = Say("仍被 {by} 引用", "still referred to by {by}")
WHY_REFERS = Say("所引用的 {number} 已移除", "refers to {number}, which is removed")
WHY_PART = Say("所属的 {number} 保留未动", "part of {number}, which is kept")
WHY_TAKEN = Say("已有相同的 {number}", "{number} is equal and in use")
WHY_NEWER = Say("现行的是另一版", "another version is in force")
METRIC_UNKNOWN = Say("竞赛规则没有指标“{value}”", "the scheme has no metric “{value}”")
METRIC_UNKNOWN_HINT = Say("可填：{metrics}", "valid: {metrics}")
BOARD_COVERS = Say("{period}，截至 {as_of}，序时进度 {curve}", "{period}, as of {as_of}, pro-rata {curve}")
BOARD_TITLE = Say("{name} · {group}", "{name} · {group}")
SINGLE_TITLE = Say("{metric} · {group}", "{metric} · {group}")
SINGLE_TITLE_IN = Say("{metric}（{unit}） · {group}", "{metric} ({unit}) · {group}")
CITY_TITLE = Say("全市", "The city")
GROUP_COLUMN = Say("分组", "Group")
RANK = Say("位次", "Rank")
CHANGE = Say("升降", "Move")
UNIT_COLUMN = Say("单位", "Unit")
SCORE = Say("总分", "Score")
ADJUSTMENTS = Say("加减分", "Adj.")
METRIC_COLUMN = Say("指标", "Metric")
UNIT_OF_MEASURE = Say("计量单位", "In")
ACTUAL = Say("完成", "Actual")
TARGET = Say("目标", "Target")
RATE = Say("完成率", "Done")
AHEAD = Say("超欠序时", "Ahead")
POINTS = Say("百分点", "points")
UNITS_TARGET = Say("单位目标合计", "Sum of units' targets")
UNITS_RATE = Say("占合计", "Of that sum")
VETOED = Say("否决", "veto")
LAST_YEAR = Say("去年同期", "Last year")
YEAR_ON_YEAR = Say("同比", "Year on year")
ADDED_THIS_MONTH = Say("当月新增", "This month")
PROGRESS_TITLE = Say("{metric}（{unit}）", "{metric} ({unit})")
CITY_ROW = Say("全市", "City")
HELP_PERIOD = Say(
    "期间：2024Q1、2024、2024-03、本季度、上季度、活动名称；省略为最近结束的季度",
    "period: 2024Q1, 2024, 2024-03, this-quarter, last-quarter, a campaign's name",
)
HELP_METRIC = Say("只看一个指标", "one metric alone")
HELP_GROUP = Say("只看一个分组", "one group alone")

# the city's target split over the units
HELP_SPLIT = Say(
    "把全市目标按去年占比或平均分到各单位，合计正好等于全市目标",
    "Split the city's target over the units by last year's shares or evenly, adding up exactly",
)
HELP_SPLIT_WHEN = Say("年度，如 2025，或活动名称", "a year, such as 2025, or a campaign's name")
HELP_SPLIT_METRIC = Say("指标的键或名称", "key or label of the metric")
HELP_SPLIT_TOTAL = Say("要分的总数；省略为全市目标", "the total to split; by default the city's target")
HELP_SPLIT_BY = Say("按什么分：last-year 去年占比，even 平均", "by what: last-year (its shares) or even")
HELP_SPLIT_GROUP = Say("只分给这些分组，可写多次", "only over these groups; can be repeated")
HELP_SPLIT_ISSUER = Say("下达单位", "the issuer of the targets")
HELP_SPLIT_PLACES = Say(
    "保留几位小数；省略时个数取整、金额两位", "decimal places; by default 0 for counts, 2 for amounts"
)
SPLIT_WHEN = Say("“{value}”不是年度，也不是活动", "“{value}” is neither a year nor a campaign")
SPLIT_WHEN_HINT = Say("填写 2025 或活动名称", "type 2025 or the campaign's name")
SPLIT_NO_TOTAL = Say("{period}没有{metric}的全市目标", "the city has no target of {metric} for {period}")
SPLIT_NO_TOTAL_HINT = Say(
    "加 --total 600，或先下达：tracker target set city {metric} 600 --year 2025",
    "add --total 600, or set it first: tracker target set city “{metric}” 600 --year 2025",
)
SPLIT_TOTAL_LOW = Say("要分的总数须大于 0，不是 {value}", "the total has to be above 0, not {value}")
SPLIT_TOTAL_LOW_HINT = Say("例如 --total 600", "such as --total 600")
SPLIT_NO_BASE = Say(
    "{period} 没有{metric}的完成数，无法按占比分", "there is nothing of {metric} in {period} to share by"
)
SPLIT_NO_BASE_HINT = Say("加 --by even 平均分", "--by even splits it evenly")
SPLIT_NO_UNITS = Say("没有可分的单位", "there are no units to split over")
SPLIT_NO_UNITS_HINT = Say("查看单位：tracker unit", "look at the units: tracker unit")
SPLIT_OTHER_SCHEME = Say(
    "{year} 年还没有竞赛规则，指标按 {key}", "{year} has no scheme yet: the metric is that of {key}"
)
SPLIT_WITHOUT = Say("没有分到目标、未写入：{units}", "without a share, nothing written: {units}")
SPLIT_BY_LAST_YEAR = Say("按 {period} 的占比", "by the shares of {period}")
SPLIT_BY_EVEN = Say("平均", "evenly")
SPLIT_LINE = Say("{total} {unit}分给 {n} 个单位，{by}", "{total} ({unit}) over {n} units, {by}")
SPLIT_TITLE = Say("{period} {metric}目标", "Targets of {metric}, {period}")
SPLIT_SHARE = Say("占比", "Share")
SPLIT_NOW = Say("现有目标", "Target now")
SPLIT_NEW = Say("分解目标", "Target proposed")
SPLIT_CONFIRM = Say("写入这些目标？", "write these targets?")
SPLIT_DONE = Say("已写入 {n} 个目标；tracker undo 可撤销", "{n} targets written; tracker undo takes them back")
SPLIT_NOTHING = Say("目标都已如此，没有改动", "the targets are so already: nothing changed")

# contest rules tried on the data
TRIAL_OF = Say("试算：{covers}", "Tried on {covers}")
TRIAL_METRICS = Say("各指标的数据", "Data of the metrics")
TRIAL_NO_DATA = Say("没有数据：{metrics}", "no data of {metrics}")
TRIAL_NO_TARGETS = Say("{group}没有目标：{metrics}", "{group}: no targets of {metrics}")
TRIAL_FAILED = Say("没有试算：{what}", "not tried on the data: {what}")
UNITS_WITH_VALUE = Say("有数据的单位", "Units with data")
UNITS_WITH_TARGET = Say("有目标的单位", "Units with a target")

# boards of every kind: of a chain, on the other basis, all groups as one, red and black lists
PERIOD_OF_KIND = Say("{period} · {kind}", "{period} · {kind}")
CHAIN_NAME = Say("产业链：{name}", "chain: {name}")
CHAIN_NO_METRIC = Say(
    "竞赛规则没有可按产业链“{chain}”统计的指标", "no metric of the scheme counts projects of the chain “{chain}”"
)
PUBLISHED_AS_WRITTEN = Say(
    "发布的是竞赛规则本身的榜，没有带 {option} 的",
    "only boards of the scheme as written are published, none with {option}",
)
PUBLISHED_AS_WRITTEN_HINT = Say(
    "看已发布的榜去掉 {option}；看今天的数据去掉 --published 和 --issue",
    "leave out {option} for the published board, or --published and --issue for today's data",
)
CAMPAIGN_GONE = Say(
    "活动“{name}”已不在，没有现在的数据可比", "the campaign “{name}” is no more: there is nothing of today to compare"
)
CAMPAIGN_GONE_HINT = Say(
    "发布的榜照样可看：tracker board {name} --published", "the published board stays: tracker board {name} --published"
)
PUBLISH_AS_WRITTEN_HINT = Say(
    "去掉 {option} 再发布；这样的榜可以打印：tracker board {period} {option} {value} -o 榜.html",
    "publish without {option}; such a board can be printed: tracker board {period} {option} {value} -o board.html",
)
CHAIN_NO_METRIC_HINT = Say(
    "在竞赛规则中加一个来源为 funds、milestones 或 projects 的指标",
    "add a metric of the source funds, milestones or projects to the scheme",
)
CHAIN_NO_TARGETS = Say(
    "目标不分产业链，所以按完成数排名，不算完成率",
    "targets are of all chains together: units are ranked by what they reached, without rates",
)
CHAIN_LEAVES_OUT = Say("不分产业链、未列入：{metrics}", "left out, having no chain: {metrics}")
CHAIN_METRIC_UNKNOWN = Say(
    "产业链“{chain}”的榜上没有指标“{value}”", "the board of the chain “{chain}” has no metric “{value}”"
)
ALL_GROUPS = Say("全部单位", "All units")
GAP = Say("距上一位", "To next rank")
LIST_COLUMN = Say("榜单", "List")
RED_LIST = Say("红榜", "red list")
BLACK_LIST = Say("黑榜", "black list")
LISTED_TITLE = Say("{title} · {list}", "{title} · {list}")
MOST_TITLE = Say("第一和末位最多 · {group}", "Most firsts and lasts · {group}")
FIRSTS = Say("第一", "Firsts")
FIRST_ON = Say("第一的指标", "First on")
LASTS = Say("末位", "Lasts")
LAST_ON = Say("末位的指标", "Last on")
SEVERAL = Say("{names}", "{names}")
HELP_CHAIN = Say("只算一条产业链的项目", "only the projects of one industry chain")
HELP_BASIS = Say(
    "换一种统计口径：period 只看本期，cumulative 本年累计", "period: the period alone; cumulative: year to date"
)
HELP_TOGETHER = Say("各分组合在一起排名", "rank all groups as one")
HELP_SINGLES = Say(
    "每个指标一张单项榜，并列出第一、末位最多的单位", "a board for each metric, with most firsts and lasts"
)
HELP_TOP = Say("红榜：每组前几名", "red list: the first so many of each group")
HELP_BOTTOM = Say("黑榜：每组后几名", "black list: the last so many of each group")
HELP_SCHEME = Say("竞赛规则的键", "the scheme's key")
HELP_EXPLAIN = Say("说明一个单位的得分：算式与明细", "Explain a unit's score: the arithmetic and the rows behind it")
UNIT_NOT_RANKED = Say("{unit} 不在此榜的综合排名中", "{unit} is not ranked on this composite board")
UNIT_NOT_RANKED_HINT = Say(
    "检查单位的分组与启用日期；单项榜加一个指标：tracker board explain 期间 单位 指标",
    "check the unit's group and dates; for a board of one metric add it: tracker board explain PERIOD UNIT METRIC",
)
EXPLAIN_RANK = Say("{unit}：第 {rank} 位，本组 {n} 个单位", "{unit}: rank {rank} of {n} in its group")
EXPLAIN_TITLE = Say("{unit} · {name}", "{unit} · {name}")
INDICATOR = Say("指标", "Indicator")
CITY_AGAINST = Say("对照", "Against")
CITY_OWN_TARGET = Say("全市目标", "City's own target")
CITY_SUMMED = Say("没有全市数据，取各单位之和", "no figure of the city: the sum of the units'")
CITY_EACH_ONCE = Say(
    "全市：每个项目、每笔资金、每家企业只计一次，不按单位分成",
    "The city: every project, receipt and company once, whatever the units share",
)
HELP_EXPLAIN_UNIT = Say(
    "编号、名称、别名或名称的一部分；全市写 全市 或 city",
    "number, name, alias or part of the name; city for the whole city",
)
ARITHMETIC = Say("算式", "Arithmetic")
SCORE_COLUMN = Say("得分", "Score")
REASON = Say("说明", "Why")
TOTAL = Say("总分", "Total")
ROWS_TITLE = Say("{metric}：{n} 条明细", "{metric}, rows: {n}")
DATE = Say("日期", "Date")
AMOUNT = Say("金额", "Amount")
SHARE = Say("份额", "Share")
COUNTED_AS = Say("计入", "Counted")

# workbooks
SHEET_UNKNOWN = Say(
    "未导入的工作表（名称和标题都认不出）：{sheets}",
    "sheets left out, as neither their names nor their headings are known: {sheets}",
)
SHEET_NEAREST = Say(
    "{sheet}（最像{noun}，第 {row} 行认出 {n} 列{unknown}{missing}）",
    "{sheet} (most like {noun}, columns known in row {row}: {n}{unknown}{missing})",
)
NEAREST_UNKNOWN = Say("，认不出：{columns}", ", not known: {columns}")
NEAREST_MISSING = Say("，缺少必填列：{headings}", ", required and missing: {headings}")
SHEETS_PERHAPS = Say("{what}；要导入，加 {ways}", "{what}; to import one, add {ways}")
SHEETS_PERHAPS_HINT = Say("加 {ways}", "add {ways}")
SHEET_TYPED = Say('--sheet "{sheet}={noun}"', '--sheet "{sheet}={noun}"')
SHEET_TYPED_TOO = Say('--sheet "{sheet}"', '--sheet "{sheet}"')
SHEET_HIDDEN = Say(
    "隐藏的工作表未导入：{sheets}；要导入，先取消隐藏", "hidden sheets are left out: {sheets}; unhide one to import it"
)
SHEET_EMPTY_OF_OURS = Say("这个工作簿没有可导入的工作表", "no sheet of this workbook can be imported")
SHEET_EMPTY_KNOWN = Say("没有认出可导入的工作表：{sheets}", "no sheet is known: {sheets}")
SHEET_EMPTY_OF_OURS_HINT = Say(
    "工作表名称须为：{sheets}（tracker template -o 模板.xlsx 可生成），或指明内容和列：--sheet 表名=项目 --map 标题=总投资",
    "name the sheets {sheets}, as tracker template -o FILE.xlsx does; or say what they hold: `--sheet NAME=项目 --map HEADING=总投资`",
)
HEADING_UNKNOWN = Say("“{sheet}”表未导入的列：{columns}", "sheet “{sheet}”, columns left out: {columns}")
HEADING_UNKNOWN_HEAD = Say("{column}“{heading}”", "{column} “{heading}”")
HEADING_MISSING = Say("缺少必填列：{headings}{unknown}", "required columns are missing: {headings}{unknown}")
HEADING_MISSING_HINT = Say(
    "标题名称同 tracker template 生成的模板，写在前 40 行内；或用 --header-row 3 指明标题行，--map 投资额=总投资 指明列",
    "write the headings within the first 40 rows, as tracker template writes them; or name their row with `--header-row 3`, a column with `--map 投资额=总投资`",
)
HEAD_ROW_EMPTY = Say(
    "“{sheet}”表第 {row} 行没有内容，有内容的最后一行是第 {last} 行",
    "row {row} of {sheet} is empty; the last row that holds anything is {last}",
)
HEADING_TWICE = Say("标题“{heading}”与 {other} 重复", "the heading “{heading}” stands in {other} already")
HEADING_TWICE_HINT = Say(
    '每个标题只留一列，或指明是哪一列：--map "{column}={heading}"',
    'keep one column of each heading, or say which it is: --map "{column}={heading}"',
)
HEADING_BARE = Say(
    "{place} 的标题没有写金额单位，按{unit}读", "{place}: the heading names no unit of money; {unit} is taken"
)
CELL_FAULT = Say("单元格是错误值 {value}", "the cell holds the error {value}")
CELL_FAULT_HINT = Say("改正公式，或直接填写内容", "mend the formula, or type the value itself")
ROW_CONFLICT = Say(
    "{field}“{value}”与 {other} 的“{first}”不一致", "{field} “{value}” differs from “{first}” in {other}"
)
ROW_CONFLICT_HINT = Say(
    "同一产业链的各行写成一样，或只在一行填写", "write the same in every row of the chain, or fill it in one row alone"
)
ROW_TWICE = Say("与 {other} 是同一条{noun}", "this is the same {noun} as {other}")
ROW_TWICE_HINT = Say(
    "只留一行；确是两条时，用编号、信用代码或不同的名称区分",
    "keep one row; if they are two, tell them apart by number, credit code or name",
)
ROW_ALIAS = Say(
    "{place} “{value}”是“{name}”的别名，名称不变",
    "{place}: “{value}” is another name of “{name}”, which keeps its name",
)
ROW_DEPENDS = Say("所指的{noun}在 {other}，那一行有问题", "it refers to the {noun} in {other}, and that row is bad")
ROW_DEPENDS_HINT = Say("先改正那一行", "correct that row first")
NAME_MISSING = Say("没有写{noun}名称", "the {noun} has no name")
NAME_MISSING_HINT = Say("填写名称，或已有记录的编号", "type its name, or the number of a record that is there")
NUMBER_BAD_CELL = Say("“{value}” 不是{noun}的编号", "“{value}” is not a number of a {noun}")
NUMBER_BAD_CELL_HINT = Say("写作 {number}；新增的记录留空", "type it as {number}, or leave it empty for a new record")
NUMBER_ELSEWHERE = Say(
    "{n} 条{noun}的编号不在此数据库中，按新增记录另行编号：{places}",
    "{n} records ({noun}) have numbers that this database does not know; they are added under new ones: {places}",
)
NUMBER_STRANGER = Say(
    "编号 {number} 是另一条{noun}：{field}等多处都对不上，编号可能串行了",
    "{number} is quite another {noun}: its {field} and more differ; the numbers may have slipped to other rows",
)
NUMBER_STRANGER_HINT = Say(
    "新增的行把编号留空；确是 {number}，先用命令改好再导入，见 tracker show {number}",
    "leave the number empty in a new row; if it is {number}, edit that first, see tracker show {number}",
)
FIELD_REQUIRED = Say("新增记录须填{field}", "a new record needs its {field}")
FIELD_UNSETTLED = Say(
    "新增记录须填{field}，这一格写的是“{value}”", "a new record needs its {field}, and the cell says “{value}”"
)
FIELD_REQUIRED_HINT = Say("填写这一格", "fill in this cell")
TARGETS_EMPTY = Say("{n} 行目标没有填目标值，按不考核处理", "targets without a value, not assessed: {n}")
ROWS_GONE = Say(
    "数据库中相关的{noun}有 {n} 条不在此文件中，未作改动：{which}",
    "{noun}: {n} related in the database, not in this file, kept as they are: {which}",
)
PERHAPS_SAME = Say(
    "{place} “{name}”与已有的 {others} 可能是同一个",
    "{place}: “{name}” is perhaps the same as {others}",
)
PERHAPS_RECEIPT = Say(
    "{place} {name}与已有的 {others} 可能是同一笔，后者不在此文件中；如是更正，在“编号”列填它的编号",
    "{place}: {name} is perhaps {others} put right, which is not in this file; if so, write its number in the column “No.”",
)
NAMESAKE = Say("与 {other}同名，责任单位不同：是否重复填报", "has the name of {other} of another unit: reported twice?")
RECEIPT_CALLED = Say("{date} 的 {amount}", "{amount} of {date}")
PERHAPS_WHICH = Say("{number}“{other}”", "{number} “{other}”")
CHECK_PERIOD_CELL = Say("只填“年度”或“活动”其中一列", "fill in either the year or the campaign")
MANY_PLACES = Say("{what}，等 {n} 处：{places}", "{what}; {n} such places: {places}")
ALL_DIFFERENT = Say("共 {n} 处，各不相同：{told}", "{n} places, all different: {told}")
MANY_KINDS = Say("共 {n} 处、{kinds} 种：{told}", "{n} places, {kinds} different: {told}")
PLACES_AND_WHAT = Say("{place} 等 {n} 处：{what}", "{place} and others, {n} in all: {what}")
ONE_AND_OTHER = Say("{one}；{other}", "{one}; {other}")
SOME_MORE = Say("……", "…")
SHEET_COLUMN = Say("工作表", "Sheet")
RECORD_KIND = Say("内容", "Records")
COUNT_NEW = Say("新增", "New")
COUNT_CHANGED = Say("修改", "Changed")
COUNT_SAME = Say("相同", "Same")
COUNT_BAD = Say("有误", "Bad")
CHANGE_CELL = Say("单元格", "Cell")
CHANGE_FIELD = Say("字段", "Field")
CHANGE_OLD = Say("原值", "Old")
CHANGE_NEW = Say("新值", "New")
CHANGES_TITLE = Say("修改的内容", "Changes")
IMPORT_DONE = Say(
    "{file}：新增 {new} 行，修改 {changed} 行，相同 {same} 行{batch}",
    "{file}: {new} rows new, {changed} changed, {same} the same{batch}",
)
IMPORT_PARTIAL = Say(
    "{file}：新增 {new} 行，修改 {changed} 行，相同 {same} 行，略过有误的 {bad} 行{batch}",
    "{file}: {new} rows new, {changed} changed, {same} the same, {bad} bad ones left out{batch}",
)
IMPORT_BATCH = Say("（批次 {batch}）", " (batch {batch})")
IMPORT_EMPTY = Say(
    "{file}：标题下面没有数据行，没有可导入的内容", "{file}: no rows below the headings, nothing to import"
)
IMPORT_NOTHING = Say("{file}：没有变化", "{file}: nothing to change")
IMPORT_CONFIRM = Say(
    "写入 {file}：新增 {new} 行，修改 {changed} 行？", "write {file}: {new} new rows, {changed} changed ones?"
)
IMPORT_PLANNING = Say("正在核对", "checking rows")
PREVIEW_COUNTS = Say(
    "{sheet}（{noun}）：新增 {new}，修改 {changed}，相同 {same}，有误 {bad}",
    "{sheet} ({noun}): {new} new, {changed} changed, {same} the same, {bad} bad",
)
PREVIEW_EDIT = Say("{place} {number} {field}：{old} → {new}", "{place} {number} {field}: {old} → {new}")
PREVIEW_MORE = Say("另有 {n} 处修改未列出", "{n} more changes are not listed")
FILE_CHANGED = Say(
    "文件 {file} 在核对期间被改动，没有写入任何内容",
    "{file} was changed while it was being checked; nothing was written",
)
FILE_CHANGED_HINT = Say("关闭打开它的程序后重新运行", "close the program that has it open and run it again")
HELP_FILES = Say("要导入的文件（.xlsx、.csv …）或文件夹", "files to import (.xlsx .csv …), or folders of them")
HELP_SKIP_BAD = Say("略过有误的行，写入其余各行", "leave bad rows out and write the others")
HELP_BOOK = Say("写成哪个工作簿（.xlsx）", "the workbook to write (.xlsx)")
BOOK_NAME_MISSING = Say("没有指定文件", "no file was named")
BOOK_NAME_BAD = Say("“{value}” 不是 .xlsx 文件名", "“{value}” is not the name of an .xlsx file")
BOOK_NAME_HINT = Say("加上 -o 台账.xlsx", "add -o LEDGER.xlsx")
EXPORT_DONE = Say("已导出 {n} 行到 {file}", "{n} rows exported to {file}")
EXPORT_CONTROLS = Say(
    "{n} 处控制字符不能存入工作簿，已改为可见符号：{places}",
    "{n} texts hold control characters, which a workbook cannot keep; they are shown as pictures: {places}",
)
TEMPLATE_DONE = Say("已生成模板 {file}", "Template written to {file}")
COUNT_ROWS = Say("行数", "Rows")
DEMO_READING = Say("正在读取示例工作簿", "reading the example workbook")
DEMO_FILLED = Say("{path} 已有记录，示例不与日常数据混放", "{path} holds records; the example is not mixed with them")
DEMO_FILLED_HINT = Say(
    "用 --db 指定一个新文件：tracker --db demo.db demo", "name a new file: tracker --db demo.db demo"
)
DEMO_NOTE = Say(
    "示例：聊城市 2024 年。目标与去年数为公开数据，县区与项目明细为虚构示例。",
    "Example: Liaocheng, 2024. Goals and last year's figures are public; counties' shares and project rows are made up.",
)
PROGRESS_UNITS = Say(
    "各单位完成率（%，▲ 达到序时，▽ 落后）；加 --metric 指标 看完成数",
    "Units' completion (%, ▲ on schedule, ▽ behind); --metric NAME shows the figures",
)

# cards
SECTION_MONEY = Say("投资与承诺", "Investment and promises")
SECTION_PEOPLE = Say("五个一", "The five ones")
SECTION_STATE = Say("协议、状态与备注", "Agreement, status and notes")
CARD_MILESTONES = Say("阶段", "Stages")
CARD_LATE = Say("晚（天）", "Days late")
CARD_MISSING = Say("还缺什么", "What is missing")
CARD_FOR = Say("为了", "For")
CARD_LACKS = Say("缺", "Missing")
CARD_TO_DO = Say("怎么办", "What to do")
CARD_DATED = Say("{stage}日期", "the date of “{stage}”")
CARD_EITHER = Say("{fields}（任一）", "{fields} (any)")
CARD_RECOGNITION_OF = Say("{what}的认定", "recognition: {what}")
CARD_RECEIPTS = Say("到位资金（{n} 笔）", "Receipts ({n})")
CARD_SUM = Say("累计", "Running sum")
CARD_SUM_SHARE = Say("占总投资", "Of the total")
CARD_PROBLEMS = Say("问题（{n} 个）", "Problems ({n})")
CARD_VISITS = Say("走访（{n} 次）", "Visits ({n})")
CARD_LEADS = Say("线索（{n} 条）", "Leads ({n})")
CARD_PROJECTS = Say("项目（{n} 个）", "Projects ({n})")
CARD_SEGMENTS = Say("细分方向（{n} 个）", "Segments ({n})")
CARD_COMPANIES = Say("企业（{n} 家）", "Companies ({n})")
CARD_TARGETS = Say("目标（{n} 项）", "Targets ({n})")
CARD_BY_STAGE = Say("推进中和暂缓的项目，按阶段", "Active and paused projects by stage")
CARD_BY_RECOGNITION = Say("今年的到位资金，按认定状态", "Receipts of this year by recognition")
COUNT = Say("个数", "Number")
CARD_CLOCK = Say("时限", "Clock")
CARD_STEP = Say("步骤", "Step")
CARD_DUE = Say("时限", "Due")
CARD_DONE = Say("完成", "Done")
CARD_HISTORY = Say("最近的改动", "Latest changes")
CARD_HAPPENED = Say("{action}", "{action}")
CARD_HAPPENED_TO = Say("{action} {number}", "{number} {action}")
CARD_CHANGE = Say("{field} {before} → {after}", "{field} {before} → {after}")
CARD_CHANGE_OF = Say("{number} {field} {before} → {after}", "{number} {field} {before} → {after}")
CARD_AND_MORE = Say("另 {n} 处", "{n} more")
CARD_MORE = Say(
    "另有 {n} 行未显示；用管道、-o 文件 或 -f json 看全部",
    "{n} more rows not shown; a pipe, -o FILE or -f json has them all",
)
CARD_MORE_HISTORY = Say("更早的改动：{command}", "older changes: {command}")

# limits and the clock of a lead
LIMIT_ANSWER = Say("线索响应：收到后几天内", "days from receiving a lead to its answer")
LIMIT_JUDGEMENT = Say("线索研判：收到后几天内", "days from receiving a lead to its judgement")
LIMIT_FEEDBACK = Say("线索反馈：收到后几天内", "days from receiving a lead to the feedback")
LIMIT_REPORT = Say("线索跟进：每几天报告一次", "days from one report on a lead to the next")
LIMIT_RECOGNITION = Say("待认定：发生后几天内", "days from a receipt or a stage to its recognition")
LIMIT_QUIET = Say("项目几天没有动静算沉寂", "days without a word after which a project is quiet")
LIMIT_SOON = Say("几天内到期的列入议程", "days ahead that the agenda looks")
LIMIT_FIGURES = Say("外部数据可比考核截止日早几天", "days that an outside figure may lie behind the board")
LIMIT_UNKNOWN = Say("没有时限“{key}”", "there is no limit “{key}”")
LIMIT_UNKNOWN_HINT = Say("tracker.toml 的 [limits] 中可写：{valid}", "valid under [limits] in tracker.toml: {valid}")
LIMIT_BAD = Say("{key} 不能是“{value}”", "{key} cannot be “{value}”")
LIMIT_BAD_HINT = Say("写 0 至 {most} 的整数天，如 quiet = 30", "type whole days from 0 to {most}, such as quiet = 30")
CLOCK_ANSWER = Say("响应", "answer")
CLOCK_JUDGEMENT = Say("研判", "judgement")
CLOCK_FEEDBACK = Say("反馈", "feedback")
CLOCK_REPORT = Say("再次报告", "report again")

# history by person and period
HELP_LOG_BY = Say("只看一个人的，可写姓名的一部分", "of one person, or part of a name")
HELP_LOG_PERIOD = Say("只看一段时间：2024Q1、2024-03、本月", "of one period: 2024Q1, 2024-03, this-month")
PERSON_UNKNOWN = Say("没有“{value}”写入的改动", "nobody called “{value}” wrote anything")
PERSON_UNKNOWN_HINT = Say("写入过的人：{known}", "those who did: {known}")
PERSON_NONE_HINT = Say("历史中没有记操作人；用 TRACKER_ACTOR 设定", "no batch has a name; TRACKER_ACTOR sets it")
BATCHES_WITHIN = Say("{period}：共 {n} 批改动", "{period}: batches: {n} in all")

# the agenda
SUMMARY_AGENDA = Say("议程：到期与逾期的事项", "the day: what is due or late, and what to type")
AGENDA_KIND = Say("事项", "Kind")
AGENDA_LEAD = Say("线索时限", "lead clock")
AGENDA_PLANNED = Say("计划节点", "planned stage")
AGENDA_RECOGNISE_STAGE = Say("节点待认定", "stage to recognise")
AGENDA_RECOGNISE = Say("资金待认定", "receipt to recognise")
AGENDA_PROBLEM = Say("问题办结", "problem due")
AGENDA_QUIET = Say("没有动静", "no word")
AGENDA_DUE = Say("到期", "Due")
AGENDA_DAYS = Say("逾期天数", "Days late")
AGENDA_UNIT = Say("{name}：{what}", "{name}: {what}")
AGENDA_ALL = Say("全部单位", "all units")
AGENDA_MINE = Say("{scope}，{person} 负责的项目", "{scope}, projects of {person}")
AGENDA_COVERS = Say("范围：{scope}", "covers {scope}")
AGENDA_FOUND = Say(
    "逾期 {late} 项，即将到期 {due} 项（负数为剩余天数）", "late: {late}, due soon: {due} (days below 0 are left)"
)
AGENDA_MORE = Say("另有 {n} 项未显示，加 --limit 多显示", "{n} more not shown; --limit shows more")
AGENDA_NOBODY = Say("不知道您是谁", "it is not known who you are")
AGENDA_NOBODY_HINT = Say(
    "用 TRACKER_ACTOR 或 tracker.toml 的 actor 写明姓名", "set your name: TRACKER_ACTOR, or actor in tracker.toml"
)
AGENDA_TWO_SCOPES = Say("--all 与 --unit 不能同时用", "--all and --unit exclude each other")
AGENDA_TWO_SCOPES_HINT = Say("只写其中一个", "give one of them")
HELP_AGENDA = Say(
    "到期与逾期的事项：线索时限、计划节点、待认定、问题、没有动静的项目",
    "What is due or late: lead clock, planned stages, recognition, problems, projects without a word",
)
HELP_AGENDA_UNIT = Say("只看一个单位；默认为设置中的本单位", "one unit; by default the one that the settings name")
HELP_AGENDA_MINE = Say("只看本人顶格、包保或服务的项目", "projects that you sponsor, lead or serve")
HELP_AGENDA_ALL = Say("全部单位，全部显示", "all units, every row")
HELP_AGENDA_DAYS = Say("看今后几天内到期的", "look so many days ahead")
HELP_AGENDA_QUIET = Say("几天没有动静的项目", "days without a word after which a project is listed")
HELP_STRICT = Say("有事项时以 5 退出，供脚本使用", "exit with 5 when it finds anything, for scripts")

# data quality
SUMMARY_CHECK = Say("检查：台账哪里对不上、缺什么", "data quality: what does not fit or is missing, by rule")
HELP_CHECK = Say("按规则检查台账，列出编号与改法", "Check the ledger rule by rule, with the records and what to type")
HELP_RULE = Say("只查一条规则，写键或名称", "one rule, by key or label")
HELP_CHECK_UNIT = Say("只查一个单位", "one unit")
HELP_CHECK_ALL = Say("每条规则都列全", "every record of every rule")
RULE_COLUMN = Say("规则", "Rule")
RULE_DETAIL = Say("情况", "Finding")
RULE_SUMMARY = Say("检查结果", "Summary")
RULE_ROWS = Say("需要处理的记录", "Records")
RULE_FOUND = Say("共 {n} 处需要处理", "findings: {n} in all")
RULE_CLEAN = Say("没有发现问题", "nothing found")
RULE_MORE = Say(
    "另有 {n} 处未显示；加 --all，或用 --rule 只看一条规则",
    "{n} more not shown; --all shows them, --rule shows one rule",
)
RULE_UNKNOWN = Say("没有规则“{value}”", "there is no rule “{value}”")
RULE_UNKNOWN_HINT = Say("可填：{valid}", "valid: {valid}")
RULE_ABOVE = Say("{more} 大于总投资 {less}", "{more} above the total investment of {less}")
RULE_BEFORE = Say("{late} {late_day} 早于{early} {early_day}", "{late} {late_day} lies before {early} {early_day}")
RULE_DAY = Say("{field} {day}", "{field} {day}")
RULE_LACKS = Say("缺：{fields}", "missing: {fields}")
RULE_RECEIPT = Say("{day} 到位 {amount}", "{amount} on {day}")
RULE_SAME_AS = Say("与 {number} {name} 信用代码或名称相同", "same credit code or name as {number} {name}")
RULE_ALIKE = Say("与 {number} {name} 投资方相同、名称相近", "same investor as {number} {name}, and a like name")
RULE_FIGURE_LAST = Say("{metric}：最新为 {day}", "{metric}: the newest is of {day}")
RULE_FIGURE_NONE = Say("{metric}：有目标而没有数据", "{metric}: a target, and no figure")
RULE_EVIDENCE = Say("到位资金没有凭证", "receipts without evidence")
RULE_STATISTICS = Say("已开工未列统", "started, not in statistics")
RULE_OVERPAID = Say("到位资金合计大于总投资", "receipts above the total investment")
RULE_FIXED = Say("固定资产投资大于总投资", "fixed-asset investment above the total")
RULE_CONTRACT = Say("合同投资额大于总投资", "contracted investment above the total")
RULE_ORDER = Say("日期先后颠倒", "dates out of order")
RULE_UNSIGNED = Say("到位早于签约", "receipts before the signing")
RULE_FUTURE = Say("已发生的日期在今天之后", "dates of the past that lie after today")
RULE_IMPRECISE = Say(
    "日期只到半年或全年，不计入任何季度", "dates known to the half or year alone: no quarter counts them"
)
RULE_FIVE_ONES = Say("已签约项目“五个一”不全", "signed, five ones incomplete")
RULE_DUPLICATE = Say("可能重复", "likely duplicates")
RULE_FIGURES = Say("外部数据落后于考核期", "outside figures behind the board")
RULE_AGREEMENT = Say("已签约未填协议类型", "signed without an agreement type")
RULE_INTRODUCER = Say("有分成而没有引荐单位", "credit shared, no introducing unit")
RULE_CHAIN = Say("项目没有产业链", "projects without a chain")
RULE_CODE = Say("统一社会信用代码有误", "wrong credit codes")
RULE_REASON = Say("状态没有写原因", "a state without its reason")
RULE_GROUP = Say("分组不在任何竞赛规则中", "groups that no scheme knows")
RULE_CAMPAIGN = Say("活动的竞赛规则没有载入", "campaigns whose scheme is not loaded")
RULE_METRIC = Say("指标或事项不在竞赛规则中", "metrics and items that no scheme knows")

# why a value is what it is
SUMMARY_WHY = Say("来历：一个数值从哪条命令或哪个单元格来", "where a value came from: every change, command and cell")
HELP_WHY = Say(
    "一个字段的全部改动：何时、何人、从哪条命令或单元格",
    "Every change of one value: when, by whom, by which command or from which cell",
)
HELP_WHY_FIELD = Say("字段的键或名称，如 总投资", "key or label of the field, such as total_investment")
FROM_COLUMN = Say("来源", "From")
CELL_OF_FILE = Say("{file} {sheet}!{cell}", "{file} {sheet}!{cell}")
WHY_NOW = Say("{record}，{field}：{value}", "{record}, {field}: {value}")
WHY_NOW_REMOVED = Say("{record}（已移除），{field}：{value}", "{record} (removed), {field}: {value}")
WHY_NEVER = Say("{field}从未填写", "{field} was never entered")
WHY_DERIVED = Say("{field}由日期得出，没有自己的历史", "{field} follows from dates and has no history of its own")
WHY_DERIVED_HINT = Say("查一个日期：{fields}", "ask for a date: {fields}")

# completion by the shells
SUMMARY_COMPLETION = Say(
    "命令行补全（Tab 键）：安装、查看", "completion by the Tab key: install it in the shell, show it"
)
HELP_COMPLETION_INSTALL = Say(
    "在 shell 中安装补全：之后按 Tab 键补全命令、选项、名称和编号（可打拼音）",
    "install completion: Tab then completes commands, options, names and numbers, by pinyin too",
)
HELP_COMPLETION_SHOW = Say("查看补全脚本，以便自行安装", "show the script, to install it by hand")
HELP_SHELL = Say(
    "bash、zsh、fish 或 powershell；省略为正在使用的 shell", "bash, zsh, fish or powershell; by default your own shell"
)
COMPLETION_WRITTEN = Say("已写入 {path}", "written: {path}")
COMPLETION_DRY = Say("将写入 {path}", "would be written: {path}")
COMPLETION_NEXT = Say("打开新的终端窗口后生效", "it works in every terminal window opened from now on")
COMPLETION_POLICY = Say(
    "若 PowerShell 提示禁止运行脚本，请先执行：Set-ExecutionPolicy -Scope CurrentUser RemoteSigned",
    "if PowerShell refuses to run scripts, first type: Set-ExecutionPolicy -Scope CurrentUser RemoteSigned",
)
COMPLETION_SHELL_UNKNOWN = Say("不支持 shell “{value}”", "there is no completion for the shell “{value}”")
COMPLETION_SHELL_NEEDED = Say("无法判断正在使用的 shell", "it cannot be told which shell you use")
COMPLETION_SHELL_HINT = Say(
    "请指明：tracker completion install，后加 {shells} 之一", "name it: tracker completion install with one of {shells}"
)
COMPLETION_UNWRITABLE = Say("无法写入 {path}（{why}）", "{path} cannot be written ({why})")
COMPLETION_UNWRITABLE_HINT = Say(
    "请执行 tracker completion show {shell}，自行放到 shell 读取的位置",
    "type tracker completion show {shell}, and put that where your shell reads it",
)
# asking at the prompt
ASK_BACK = Say("< 上一项   Ctrl-C 放弃", "< back   Ctrl-C drops this record")
ASK_KEYS = Say("< 上一项   = 重复上一条   Ctrl-C 放弃", "< back   = as in the last record   Ctrl-C drops this one")
ASK_MORE = Say("另有 {n} 项，继续输入可缩小范围", "{n} more; type on to narrow them down")
ASK_NO_LAST = Say("本次还没有可重复的内容", "there is no answer to repeat yet")
ASK_NOTHING_BEFORE = Say("这是第一项", "this is the first question")
ASK_YES_OR_NO = Say("按 y 或 n", "press y or n")
ASK_LABEL = Say("{label}：", "{label}: ")
ASK_OPTIONAL = Say("{label}（可不填）", "{label} (optional)")
ASK_REQUIRED = Say("{label}必须填写", "{label} is required")
ASK_REQUIRED_HINT = Say("填写内容；按 Ctrl-C 放弃这一条", "type an answer, or press Ctrl-C to drop this record")
ASK_MONEY = Say("写上单位：3.5亿、3500万、1000万美元", "with its unit: 350m, 3500万, 10m USD")
ASK_MONEY_UNIT = Say(
    "不写单位按{unit}计；也可写 3.5亿、1000万美元", "without a unit in {unit}; or 350m, 3500万, 10m USD"
)
ASK_DATE = Say("3-15、2023-12-31、昨天、2024-03（只知月份）", "3-15, 2023-12-31, yesterday, 2024-03 (the month alone)")
ASK_REFERENCE = Say("编号、名称或其中几个字；Tab 选择", "number, name or part of it; Tab chooses")
ASK_REFERENCES = Say("多个用逗号分开；Tab 选择", "several with commas between them; Tab chooses")
ASK_NAMES = Say("多个用逗号分开", "several with commas between them")
ASK_CHOICES = Say("可选多项，如 1,3", "several are possible, such as 1,3")
ASK_SKIP = Say("Enter 跳过", "Enter skips")
ASK_CLEAR = Say("Enter 跳过，- 不填", "Enter takes it, - leaves it empty")
ASK_CITY = Say("全市写 -", "- is the whole city")
ASK_CITY_TEXT = Say("全市", "city")
ASK_NEW_COMPANY = Say(
    "还没有的企业先用 tracker company add 新增；这里可先不填",
    "a new company is added first with tracker company add; this may be left empty",
)
ASK_PICK_FIELD = Say("修改哪一项？", "Which field?")
ASK_PICK_FIELD_HINT = Say("序号、字段名或其中几个字；Enter 完成", "its number, name or part of it; Enter when done")
ASK_FIELDS = Say("写全字段名：{fields}", "type the whole name: {fields}")
ASK_FIELD_SEVERAL = Say("“{value}” 对应多个字段", "“{value}” may mean several fields")
ASK_CLEARS = Say("删空则清除", "an empty answer clears it")
ASK_ALIKE = Say("可能与已有{noun}重复：", "perhaps there already ({noun}):")
ASK_GO_ON = Say("仍要继续？", "Go on all the same?")
ASK_SAVE = Say("保存？", "Save this?")
ASK_AGAIN = Say("再录一条类似的？", "Another one like it?")
ASK_YES = Say("是", "yes")
ASK_NO = Say("否", "no")
ASK_DROPPED = Say("已放弃这一条；此前已保存 {n} 条", "this record was dropped; saved before it: {n}")
ASK_NEXT_TIME = Say("下次可直接：{line}", "next time: {line}")
# workbooks written
PAGE_OF = Say("第 &P 页 共 &N 页", "Page &P of &N")
SHEET_TOO_LONG = Say("有 {n} 行，一个工作表放不下", "{n} rows do not fit on one sheet")
SHEET_TOO_LONG_HINT = Say(
    "加 --by unit 按单位分开导出，或导出为 .csv", "add --by unit for a workbook a unit, or export to .csv"
)
PROMPT_NUMBER = Say("新增的行留空；已有的行不要改", "leave it empty in a new row; keep it in the others")
PROMPT_REQUIRED = Say("必填", "required")
PROMPT_MONEY = Say(
    "数字按标题中的单位；其他单位写明，如 3000万美元",
    "a number is in the unit of the heading; write any other unit, as in 3000万美元",
)
PROMPT_DATE = Say("如 2024-03-05；只知月份写 2024-03", "such as 2024-03-05; 2024-03 where only the month is known")
PROMPT_LIST = Say("多个用顿号分开", "separate several by commas")
PROMPT_REFERENCE = Say("填名称或编号", "a name or a number")
PROMPT_POLICY = Say(
    "独享、双算、全归引荐方，或份额如 5:5", "single, dual full, all to the introducer, or parts such as 5:5"
)
EXPORT_WRITING = Say("正在写入", "writing rows")
EXPORT_FILE = Say("文件", "File")
EXPORT_UNIT = Say("单位", "Unit")
EXPORT_FILES_DONE = Say(
    "已导出 {n} 个工作簿、共 {rows} 行到 {folder}", "{n} workbooks, {rows} rows in all, exported to {folder}"
)
EXPORT_NO_UNIT = Say(
    "不属于任何单位、各文件中都没有的：{records}；不加 --by、--unit 的导出包含全部",
    "of no unit, so in none of the files: {records}; an export without --by and --unit holds everything",
)
EXPORT_NO_UNIT_OF = Say("{noun} {n} 条", "{noun} {n}")
EXPORT_MASKED = Say(
    "{n} 格中的电话或身份证号已隐去中间几位，原样导回不会改动；加 --with-contacts 写全",
    "phones and identity numbers are masked in {n} cells, and coming back they change nothing; --with-contacts shows them",
)
EXPORT_CONTACTS = Say(
    "文件中的电话和身份证号未隐去，请妥善保管", "phones and identity numbers are in full: keep the file safe"
)
SHEET_NOT_OURS = Say("没有名为“{value}”的工作表", "there is no sheet “{value}”")
SHEET_NOT_OURS_HINT = Say("可选：{sheets}", "type one of {sheets}")
SHEET_OF_NO_UNIT = Say("“{sheet}”表不分单位", "the sheet “{sheet}” is not parted by units")
SHEET_OF_NO_UNIT_HINT = Say("可选：{sheets}", "type one of {sheets}")
BY_UNKNOWN = Say("不能按“{value}”分开", "there is no parting by “{value}”")
BY_UNKNOWN_HINT = Say("写作 --by unit", "type --by unit")
FOLDER_MISSING = Say("没有指定文件夹", "no folder was named")
FOLDER_BAD = Say(
    "按单位导出要写到文件夹，“{value}”是文件名", "an export by unit needs a folder; “{value}” is the name of a file"
)
FOLDER_HINT = Say("加上 -o 下发/", "add -o FOLDER/")
FOLDER_NOT_ONE = Say("{path} 不是文件夹", "{path} is no folder")
HELP_BOOK_OR_FOLDER = Say(
    "写成哪个工作簿（.xlsx），加 --by 时写到哪个文件夹", "the workbook to write (.xlsx); with --by the folder"
)
HELP_PART = Say("分成几个工作簿：unit 每个单位一个", "part into several workbooks: unit makes one a unit")
HELP_UNIT = Say("只要这个单位的", "this unit's alone")
HELP_SHEET = Say("只要这张工作表，可写多次", "this sheet alone; may be given several times")
HELP_WITH_CONTACTS = Say("电话和身份证号写全", "phones and identity numbers in full")
TEMPLATE_EXAMPLE = Say(
    "各表第 2 行是示例，以“示例：”开头的行导入时略过，可直接改写或删除",
    "Row 2 of each sheet is an example: rows that begin with “Example:” are not imported; write over them or delete them",
)
ROW_EXAMPLE = Say("示例行未导入：{places}", "example rows are not imported: {places}")
MARKED_SHEET = Say("问题清单", "Problem list")
MARKED_PLACE = Say("位置", "Place")
MARKED_VALUE = Say("所填内容", "What it holds")
MARKED_WHAT = Say("哪里不对", "What is wrong")
MARKED_HINT = Say("怎么改", "What to type")
MARKED_MORE = Say("另有 {n} 处未列出", "{n} more are not listed")
MARKED_WRITTEN = Say("有误的单元格已标在 {file} 中", "the bad cells are marked in {file}")
MARKED_PLAIN = Say(
    "原表另存会丢失部分内容，{file} 是内容相同的新工作簿，有误的单元格已标出",
    "saving the workbook again would lose parts of it: {file} is a new one with the same rows, the bad cells marked",
)
MARKED_NONE = Say("没有问题，未生成 {file}", "there are no problems, so {file} was not written")
MARKED_ITSELF = Say("{path} 就是要导入的文件", "{path} is the file to import itself")
HELP_PROBLEMS = Say(
    "把有误的单元格标在这个工作簿副本中（.xlsx）；导入多个文件时写文件夹",
    "mark the bad cells in this copy of the workbook (.xlsx); of several files, in copies in this folder",
)
HELP_FORCE_PROBLEMS = Say("副本已存在时覆盖", "replace the copy if it is there")
PROBLEMS_HINT = Say("写作 --problems 问题.xlsx", "type --problems PROBLEMS.xlsx")
# tables in workbooks
TABLE_FOUND = Say("{place}：{nouns}；{columns}", "{place}: {nouns}; {columns}")
TABLE_ROW = Say("{sheet}!第{first}行", "{sheet}!row {first}")
TABLE_ROWS = Say("{sheet}!第{first}-{last}行", "{sheet}!rows {first}-{last}")
TABLE_SAME = Say("{column} {field}", "{column} {field}")
TABLE_COLUMN = Say("{column}“{heading}”→{field}", "{column} “{heading}” → {field}")
TABLE_IN_UNIT = Say("{field}（{unit}）", "{field} ({unit})")
SHEET_TWO_NOUNS = Say("“{sheet}”表既像{first}，又像{second}", "sheet “{sheet}” may hold {first} or {second}")
SHEET_TWO_NOUNS_HINT = Say('指明是哪一种：--sheet "{sheet}={first}"', 'say which: --sheet "{sheet}={first}"')
SHEET_NOT_THERE = Say("工作簿里没有叫“{value}”的工作表", "the workbook has no sheet called “{value}”")
SHEET_NOT_THERE_HINT = Say("有：{sheets}", "it has {sheets}")
SHEET_NOUN_BAD = Say("“{value}” 不是工作表的内容", "“{value}” is nothing that a sheet holds")
SHEET_NO_HEAD = Say("没有认出标题：{sheet}", "no headings are known: {sheet}")
HEADING_NEAR = Say("“{heading}”按“{field}”读", "“{heading}” is read as “{field}”")
HEADING_PERHAPS = Say("{column}“{heading}”（是否{fields}？）", "{column} “{heading}” (perhaps {fields}?)")
HEADINGS_PERHAPS = Say("{what}；如是，加 {ways}", "{what}; if so, add {ways}")
MAP_TYPED = Say('--map "{source}={field}"', '--map "{source}={field}"')
MAP_SAMPLE = Say("标题", "HEADING")
TYPED_AND = Say("{one} {other}", "{one} {other}")
MAP_OR = Say("{one} 或 {other}", "{one} or {other}")
HEADING_RECEIPTS = Say(
    "“{sheet}”表 {columns}不是逐笔到位资金，未导入；每笔到位资金请写入“到位资金”表，一笔一行",
    "sheet “{sheet}”, {columns}: no single receipts, left out; receipts go in the sheet Funds, one a row",
)
NUMBERS_SERIAL = Say(
    "“{heading}”列只有序号，不是记录编号，未导入",
    "the column “{heading}” only counts the rows; it is left out",
)
UNIT_TAKEN = Say("{place}：金额按上方所写的{units}读", "{place}: amounts are in {units}, as the lines above say")
UNIT_OVERRULED = Say(
    "{place}：上方写的单位是{units}，标题写的是{own}：按标题读",
    "{place}: the lines above say {units}, the headings {own}: read as the headings say",
)
UNIT_CLASH = Say("“{sheet}”表上写了不同的金额单位：{units}", "sheet “{sheet}” names different units of money: {units}")
UNIT_CLASH_HINT = Say(
    "只留一个，或在每个金额标题里写明，如 总投资(亿元)",
    "keep one, or write it into each heading of money, as in “总投资(亿元)”",
)
UNIT_BY_ROW = Say(
    "标题写了 {units}，这一行没有填内外资，“{value}”的单位不明",
    "the heading names {units}, and the row does not say domestic or foreign: the unit of “{value}” is not known",
)
UNIT_BY_ROW_HINT = Say("填写内外资，或连单位写成 {readings}", "fill in domestic or foreign, or type {readings}")
SECTION_UNKNOWN = Say(
    "“{text}”中认不出{noun}，不按上面的{noun}导入其下各行",
    "“{text}” names no {noun} that is known; the rows below are not given the {noun} above",
)
COUNTY_TAKEN = Say(
    "“{sheet}”表没有{field}列，{n} 行按“{name}”导入",
    "sheet “{sheet}” has no column {field}; rows taken as “{name}”: {n}",
)
MAP_BAD = Say("“{value}” 不是列的对应关系", "“{value}” does not say which column is which field")
MAP_HINT = Say(
    "写作 --map 投资额=总投资、--map E=总投资、--map 投资额@签约项目=总投资；不导入一列：--map 投资额=",
    "type `--map 投资额=总投资`, `--map E=总投资` or `--map 投资额@签约项目=总投资`; to leave a column out `--map 投资额=`",
)
MAP_FIELD = Say("没有叫“{value}”的字段", "there is no field called “{value}”")
MAP_FIELD_HINT = Say("最接近的：{near}", "the nearest: {near}")
MAP_SEVERAL = Say("标题“{value}”有几列：{columns}", "several columns have the heading “{value}”: {columns}")
MAP_SEVERAL_HINT = Say('写列的字母：--map "{column}={field}"', 'type the letters of one: --map "{column}={field}"')
MAP_UNUSED = Say("没有标题是“{value}”的列", "no column has the heading “{value}”")
MAP_UNUSED_HINT = Say(
    "写标题原文或列的字母，并确认没有写错工作表",
    "type the heading as it stands or the letters of the column, and check the sheet",
)
HEAD_ROWS_BAD = Say("“{value}” 不是标题所在的行", "“{value}” does not say in which rows the headings stand")
HEAD_ROWS_HINT = Say(
    "写作 --header-row 3 或 --header-row 3-4；只用于一个工作表：--header-row 签约项目!3-4（至多三行）",
    "type --header-row 3 or --header-row 3-4, for one sheet alone `--header-row 签约项目!3-4` (three rows at most)",
)
ROWS_LEFT_OUT = Say("“{sheet}”表{rows}未导入：{texts}", "sheet “{sheet}”, rows left out: {rows}: {texts}")
ROWS_COUNTING = Say(
    "“{sheet}”表{rows}只是各列的序号，未导入", "sheet “{sheet}”, rows that only count the columns are left out: {rows}"
)
ROWS_ABOVE = Say(
    "“{sheet}”表标题以上的{rows}像是数据，未导入：{texts}",
    "sheet “{sheet}”, rows above the headings that look like data are left out: {rows}: {texts}",
)
ROWS_HIDDEN = Say(
    "“{sheet}”表有 {n} 行隐藏，是否导入不明：{rows}",
    "sheet “{sheet}” hides {n} rows, which may or may not be meant: {rows}",
)
ROWS_HIDDEN_HINT = Say(
    "取消隐藏，或删除这些行；--skip-bad 略过它们",
    "unhide or delete these rows; --skip-bad leaves them out",
)
ROWS_FILTERED = Say(
    "“{sheet}”表筛选隐藏的 {n} 行也已读入：{rows}",
    "sheet “{sheet}”: {n} rows that a filter hides are read, too: {rows}",
)
COLUMNS_HIDDEN = Say(
    "“{sheet}”表隐藏的列也已读入：{columns}", "sheet “{sheet}”: hidden columns are read, too: {columns}"
)
ROWS_STRUCK = Say(
    "“{sheet}”表有 {n} 行带删除线，照常读入：{rows}；已终止的项目请填状态",
    "sheet “{sheet}”: {n} rows are struck through and read all the same: {rows}; give ended projects their status",
)
ROW_SPAN = Say("第{first}行", "{first}")
ROW_SPANS = Say("第{first}-{last}行", "{first}-{last}")
MERGED_AMOUNT = Say(
    "合并单元格里的数只算作第一行的值", "merged over several rows: the number is that of the first alone"
)
METRIC_UNIT_TAKEN = Say(
    "{value}{unit} 按指标的单位记作 {taken}{metric}", "{value} ({unit}) is {taken} in the unit of the metric, {metric}"
)
METRIC_OTHER_UNIT = Say(
    "标题写的是{unit}，指标的单位是{metric}，按指标的单位读",
    "the heading says {unit}, the metric counts in {metric}: read in the unit of the metric",
)
ROW_UNIT_CLASH = Say(
    "本行写的“{value}”与标题“{heading}”的单位不一致", "the row says “{value}”, which is not the unit of “{heading}”"
)
ROW_UNIT_UNKNOWN = Say(
    "“{column}”列的“{value}”不是金额单位或币种", "“{value}” in “{column}” is no unit of money or currency"
)
ROW_UNIT_HINT = Say(
    "请在金额后写明单位，如 {number}万美元 或 {number}万元",
    "write the unit behind the amount, as in {number}万美元 or {number}万元",
)
ROW_UNITS = Say(
    "{place}：各行金额按“{heading}”列所写的单位读",
    "{place}: amounts are read in the unit that “{heading}” says in their row",
)
METRIC_NOT_ITS_UNIT = Say(
    "“{value}”的单位不是指标的单位“{metric}”", "“{value}” is not in the unit of the metric, {metric}"
)
METRIC_NOT_ITS_UNIT_HINT = Say(
    "请填以“{metric}”为单位的数，单元格设为“常规”格式", "type the number in {metric}, in a cell of the General format"
)
SHOWN_SO = Say("{value} 在表中显示为“{shown}”，照显示的读", "{value} is shown as “{shown}”, and read as shown")
MERGED_HIDES = Say(
    "“{value}”被合并单元格遮住，按 {anchor} 读", "“{value}” is hidden under merged cells; {anchor} is taken"
)
DITTO_TAKEN = Say("“{value}”按上一行的“{above}”读", "“{value}” is read as “{above}” of the row above")
DITTO_OF = Say("这一格写的是“{mark}”，取自 {source}：{what}", "the cell says “{mark}” and repeats {source}: {what}")
DITTO_NOTHING = Say("“{value}”的上一行是空的", "there is nothing above “{value}”")
DITTO_NOTHING_HINT = Say("填写这一格", "fill in this cell")
TOTAL_DIFFERS = Say(
    "合计 {said} ≠ 明细 {summed}（{column}{first} 至 {column}{last}）：可能漏行或数字有误",
    "the total {said} ≠ its rows, {summed} ({column}{first} to {column}{last}): rows may be missing, or a number wrong",
)
TOTAL_DIFFERS_FROM_ALL = Say(
    "合计 {said} ≠ 明细 {summed}（{column}{first} 至 {column}{last}），也 ≠ 本表与上方各表合计 {whole}：可能漏行或数字有误",
    "the total {said} ≠ its rows, {summed} ({column}{first} to {column}{last}), nor this table with those above, "
    "{whole}: rows may be missing, or a number wrong",
)
TOTALS_LEFT_OUT = Say("“{sheet}”表的合计行未导入：{rows}", "sheet “{sheet}”: rows of totals are left out: {rows}")
TOTALS_UNCHECKED = Say(
    "“{sheet}”表 {columns} 列的合计未能核对：列中有不是数字的内容",
    "sheet “{sheet}”: totals of column {columns} could not be checked, as some of its cells are no plain numbers",
)
CELL_UNCACHED = Say("单元格的公式没有计算结果", "the formula of this cell has no computed value")
CELL_UNCACHED_HINT = Say(
    "用 Excel 或 WPS 打开并保存一次，或直接填写内容", "open and save the file in Excel or WPS, or type the value itself"
)
CELL_DIGITS = Say(
    "“{value}” 按数字存放，超过 15 位的部分已经丢失",
    "“{value}” is stored as a number, which has lost all digits after the 15th",
)
CELL_DIGITS_HINT = Say("请将该列设为文本格式并重新填写", "format the column as text and type the value again")
CELL_UNSETTLED = Say("“{value}”留空", "“{value}” is left blank")
CELL_APPROXIMATE = Say("“{value}”按 {taken} 读", "“{value}” is read as {taken}")
CELL_SERIAL = Say("{value} 按 Excel 的日期序号读作 {taken}", "{value} is read as Excel's number for {taken}")
DAYS_TAKEN = Say("“{value}”读作 {first} 至 {last}", "“{value}” is read as {first} to {last}")
DATE_TENTH = Say("“{value}” 可能是 1 月，也可能是 10 月", "“{value}” may be January or October")
DATE_TENTH_HINT = Say("请填 {first} 或 {second}", "type {first} or {second}")
UNIT_SLIP_COLUMN = Say(
    "{amount}约为本列中位数 {other} 的 {ratio} 倍：单位是否写错（是否 {meant}？）",
    "{amount} is about {ratio} times the column's median, {other}: is the unit right (or is it {meant}?)",
)
UNIT_SLIP_STORED = Say(
    "{amount}约为原值 {other} 的 {ratio} 倍：单位是否写错（是否 {meant}？）",
    "{amount} is about {ratio} times the stored value, {other}: is the unit right (or is it {meant}?)",
)
UNIT_SLIP_SIZE = Say(
    "{amount}在“{unit}”列里异乎寻常：单位是否写错（是否 {meant}？）",
    "{amount} is out of the ordinary under {unit}: is the unit right (or is it {meant}?)",
)
FIELD_COLUMN_MISSING = Say(
    "新增记录须填{field}，本表没有这一列：{n} 行",
    "new records need their {field}, and the sheet has no such column: {n} rows",
)
FIELD_COLUMN_MISSING_HINT = Say(
    "加一列“{field}”，或指明是哪一列：{way}",
    "add a column “{field}”, or say which it is: {way}",
)
HELP_SHEETS = Say(
    "只导入这个工作表（可多次；NAME=项目 说明其内容）",
    "import this sheet alone (several times; NAME=project says what it holds)",
)
HELP_HEADER_ROW = Say("标题在第几行：3、3-4 或 签约项目!3-4", "the rows of the headings: 3, 3-4 or SHEET!3-4")
HELP_MAP = Say(
    "哪一列是哪个字段：投资额=总投资、E=总投资；投资额= 不导入",
    "which column is which field: HEADING=FIELD or E=FIELD; HEADING= leaves it out",
)
PROBLEMS_MORE = Say("这一列另有 {n} 处同类问题：{places}", "{n} more of the same kind in this column: {places}")
PROBLEMS_MORE_HINT = Say("加 -f json 列出每一处", "-f json lists every one")


# values that both sides changed since an export
HELP_PREFER = Say(
    "两边都改过的单元格，以谁为准：file（文件）或 db（数据库）",
    "whose value counts where file and database both changed one: file or db",
)
CONFLICT_KEPT = Say(
    "这里后来改过，文件中仍是旧值，保留这里的值",
    "changed here since; the file holds the old value, so the one here stays",
)
CONFLICT_FILE = Say("两边都改过，已按文件", "both sides changed it; the file's value counts")
CONFLICT_DB = Say("两边都改过，已按数据库", "both sides changed it; the database's value counts")
CONFLICT_ASK = Say(
    "{place}：用文件的值 {theirs} 替换这里的 {ours}？", "{place}: replace {ours} by the file's {theirs}?"
)
CONFLICT_PREFER_BAD = Say("“{value}” 不是 file 或 db", "“{value}” is neither file nor db")
CONFLICT_PREFER_HINT = Say("请写 --prefer file 或 --prefer db", "type --prefer file or --prefer db")
IMPORT_BEFORE = Say(
    "{file} 已于 {at} 导入（批次 {batch}），没有变化", "{file} was imported before ({batch}, {at}); nothing to change"
)
IMPORT_BEFORE_HINT = Say(
    "要重新导入，先撤销：tracker undo {batch}", "to import it anew, take that back: tracker undo {batch}"
)
CONFLICT_TOLD = Say(
    "{number} 的{field}两边都改过：导出时 {base}，这里 {ours}{by}，文件 {theirs}",
    "both sides changed the {field} of {number}: {base} at export, {ours} here{by}, {theirs} in the file",
)
CONFLICT_SINCE = Say("（{who}）", " ({who})")
CONFLICT_NOTHING = Say("（空）", "(blank)")
CONFLICT_HINT = Say(
    "以文件为准加 --prefer file，以数据库为准加 --prefer db",
    "--prefer file takes the file's, --prefer db keeps the one here",
)
CONFLICTS = Say(
    "{n} 个单元格各方说法不一，没有写入任何内容",
    "{n} cells hold what another side contradicts; nothing was written",
)


# several files in one import
IMPORT_PARTIAL_CONFLICTS = Say(
    "{file}：新增 {new} 行，修改 {changed} 行，相同 {same} 行，略过有误的 {bad} 行、冲突的 {conflicts} 处{batch}",
    "{file}: {new} rows new, {changed} changed, {same} the same; left out: {bad} bad rows, {conflicts} conflicts{batch}",
)
PLACE_IN_FILE = Say("{file} {place}", "{file} {place}")
FILE_AND_WHAT = Say("{file}：{what}", "{file}: {what}")
FILE_AND_WHY = Say("{file}（{why}）", "{file} ({why})")
FILE_COLUMN = Say("文件", "File")
FILE_NOTE = Say("说明", "Note")
FILE_IMPORTED = Say("已导入过（批次 {batch}）", "imported before ({batch})")
FILE_LEFT_OUT = Say("未导入", "left out")
FILES_TOTAL = Say("合计", "Total")
COUNT_CONFLICTS = Say("冲突", "Conflicts")
COUNT_PERHAPS = Say("疑似重复", "Perhaps known")
FILES_COUNT = Say("{n} 个文件", "{n} files")
FILES_SKIPPED = Say("未导入：{files}", "passed over: {files}")
FILES_NONE = Say("{paths} 中没有可导入的工作簿", "no workbook to import in {paths}")
FILES_NONE_HINT = Say(
    "写出文件名，或放着 .xlsx、.csv 文件的文件夹", "name files, or a folder that holds .xlsx or .csv files"
)
FILES_DONE = Say(
    "{n} 个文件：新增 {new} 行，修改 {changed} 行，相同 {same} 行{batch}",
    "{n} files: {new} rows new, {changed} changed, {same} the same{batch}",
)
FILES_PARTIAL = Say(
    "{n} 个文件：新增 {new} 行，修改 {changed} 行，相同 {same} 行，"
    "略过 {files} 个文件、有误的 {bad} 行、冲突的 {conflicts} 处{batch}",
    "{n} files: {new} rows new, {changed} changed, {same} the same; "
    "left out: {files} files, {bad} bad rows, {conflicts} conflicts{batch}",
)
FILES_NOTHING = Say("{n} 个文件：没有变化", "{n} files: nothing to change")
IMPORT_READING = Say("正在读取 {file}", "reading {file}")
IMPORT_NO_BATCH = Say(
    "没有写入，没有建立批次；现在运行 tracker undo 撤销的是以前的 {batch}",
    "nothing was written, there is no batch; tracker undo would take back {batch}, which was before",
)
PREVIEW_FILE = Say(
    "{file}：新增 {new}，修改 {changed}，相同 {same}，有误 {bad}，冲突 {conflicts}，疑似重复 {perhaps}",
    "{file}: {new} new, {changed} changed, {same} the same, {bad} bad, {conflicts} conflicts, {perhaps} perhaps known",
)
ROWS_GONE_ALL = Say(
    "数据库中相关的{noun}有 {n} 条不在这些文件中，未作改动：{which}",
    "{noun}: {n} related in the database, in none of these files, kept as they are: {which}",
)
CONFLICT_FILES = Say(
    "{number} 的{field}两个文件不一致：{other} 写 {ours}，这里写 {theirs}",
    "two files differ on the {field} of {number}: {ours} in {other}, {theirs} here",
)
CONFLICT_FILES_HINT = Say(
    "改正其中一个文件，或分两次导入；加 --skip-bad 保留前一个文件的值",
    "put one of the files right, or import them one after the other; --skip-bad keeps what the first one says",
)
CONFLICT_THIS_FILE = Say("两个文件不一致，已按这个文件", "two files differ; this one counts")
CONFLICT_OTHER_FILE = Say("两个文件不一致，已按前一个文件", "two files differ; the earlier one counts")
MARKED_NOTHING = Say("没有可以标注的单元格，未生成 {folder}", "there are no cells to mark, so {folder} was not written")
MARKED_STEM = Say("问题", "problems")
MARKED_FOLDER = Say("有误的单元格已标在 {folder} 的 {n} 个文件中", "the bad cells are marked in {n} files in {folder}")
PROBLEMS_FOLDER = Say("“{value}” 不能作为文件夹", "“{value}” cannot be a folder")
PROBLEMS_FOLDER_HINT = Say(
    "导入多个文件时，--problems 写一个文件夹，如 --problems 问题/",
    "of several files, --problems names a folder: --problems marked/",
)
WAYS_ON = Say("也可以加 {ways}", "you may also add {ways}")
WAY_SKIP = Say("--skip-bad（略过有误的，写入其余各行）", "--skip-bad (leaves these out, writes the other rows)")
WAY_SKIP_COUNTED = Say(
    "--skip-bad（略过有误的，写入其余各行：新增 {new} 行，修改 {changed} 行）",
    "--skip-bad (leaves these out, writes the other rows: {new} new, {changed} changed)",
)
WAY_MARK = Say(
    "--problems 问题.xlsx（在副本中标出有误的单元格）", "--problems PROBLEMS.xlsx (marks the bad cells in a copy)"
)
WAY_MARK_FILES = Say(
    "--problems 问题/（在各文件的副本中标出有误的单元格）", "--problems marked/ (marks the bad cells in copies)"
)

# where an import asks, compares or creates
IN_LATER_FILE_HINT = Say(
    "{file} 会新增它，但排在后面：把 {file} 写在前面再导入", "{file} brings it, but comes later: name {file} first"
)
CREATE_HINT = Say("{hint}；确实是新企业就加 --create companies", "{hint}; if it is really new, add --create companies")
HELP_CREATE = Say(
    "表中提到而库里没有的记录一并新建：companies（企业）", "create what the rows name and is not there: companies"
)
CREATE_BAD = Say("“{value}” 不能一并新建", "“{value}” cannot be created along with the rows")
CREATE_BAD_HINT = Say("只有企业可以：--create companies", "companies can: --create companies")
CREATED = Say("新建 {n} 家企业：{companies}", "companies created: {n}: {companies}")
CREATED_ONE = Say("{number}“{name}”（{cell}）", "{number} “{name}” ({cell})")
CREATED_NEAR = Say(
    "{cell}：新建的企业“{name}”与已有的 {number}“{other}”名称相近；如是同一家，请写成“{other}”",
    "{cell}: “{name}”, to be created, is called much like {number} “{other}”; if they are one, write “{other}”",
)
CREATED_ALIKE = Say(
    "{cell}：新建的企业“{name}”与 {other_cell} 新建的 {number}“{other}”名称相近；如是同一家，请写成同一个名称",
    "{cell}: “{name}”, to be created, is called much like {number} “{other}”, created for {other_cell}; "
    "if they are one, write one name",
)
BASE_EXPORT = Say("与 {at} 导出时的值比较", "compared with the values at the export of {at}")
BASE_IMPORT = Say(
    "与上次导入的 {file}（{batch}，{at}）给出的值比较", "compared with what {file} gave last ({batch}, {at})"
)
CONFLICT_GIVEN = Say(
    "{number} 的{field}两边都改过：上次导入 {base}，这里 {ours}{by}，文件 {theirs}",
    "both sides changed the {field} of {number}: {base} at the last import, {ours} here{by}, {theirs} in the file",
)
TWIN_SAME = Say("就是 {number}", "it is {number}")
TWIN_NEW = Say("新增", "a new one")
RECEIPT_UNCOUNTED = Say(
    "没有{field}，不计入指标“{metric}”", "without {field} it does not count for the metric “{metric}”"
)
ROW_SKIPPED = Say("这一行按您的意思略过", "this row is left out, as you said")
ROW_SKIPPED_TOO = Say("所属的 {other} 略过，这一行也略过", "left out with {other}, to which it belongs")
TWIN_SKIP = Say("略过这一行", "leave this row out")
CHOOSE_OPTION = Say("{key} {label}", "{key} {label}")
CHOOSE_ASK = Say("请选择（{options}）：", "which ({options}): ")


# publishing
BOARD_NOUN = Say("已发布的榜", "published board")
PUBLISHED_THEN = Say("发布时", "Published")
NOW = Say("现在", "Now")
RANK_OF = Say("位次（{when}）", "Rank, {when}")
SCORE_OF = Say("总分（{when}）", "Score, {when}")
DIFFERENCE = Say("变化", "Change")
FIGURE_KIND = Say("数值", "Figure")
MOVES_TITLE = Say("位次和总分的变化", "Ranks and scores that change")
METRIC_MOVES_TITLE = Say("各项指标位次的变化", "Ranks by metric that change")
FIGURES_TITLE = Say("数值的变化", "Figures that change")
CAUSES_TITLE = Say("发布后的相关改动", "What was entered since")
ALREADY_PUBLISHED = Say(
    "{period} 已于 {at} 发布为第 {number} 期", "{period} is published already, as no. {number} of {at}"
)
ALREADY_PUBLISHED_HINT = Say(
    "先看差异：tracker board compare {period}；更正另发一期：tracker board publish {period} --corrects",
    "see what differs: tracker board compare {period}; publish a correction: tracker board publish {period} --corrects",
)
NOT_PUBLISHED = Say("{period} 没有发布过", "{period} is not published")
NOT_PUBLISHED_HINT = Say("第一次发布不加 --corrects", "leave --corrects out the first time")
NO_SUCH_ISSUE = Say("没有第 {number} 期", "there is no published board no. {number}")
NO_SUCH_ISSUE_HINT = Say("看已发布的各期：tracker board list", "see what is published: tracker board list")
ISSUE_OF_ANOTHER = Say("第 {number} 期是 {period} 的，不是 {asked} 的", "no. {number} is of {period}, not of {asked}")
NONE_PUBLISHED = Say("还没有发布过竞赛榜", "no board is published yet")
NONE_PUBLISHED_HINT = Say("发布：tracker board publish 2024Q1", "publish one: tracker board publish 2024Q1")
NOTHING_TO_CORRECT = Say("{period} 与第 {number} 期完全相同", "{period} is still as no. {number} has it")
NOTHING_TO_CORRECT_HINT = Say("没有要更正的内容，不用另发", "there is nothing to correct")
CALLED_NOW = Say("发布时名为 {then}，现名 {now}", "Published as {then}, which is called {now} today")
CALLED_COLUMN = Say("现名", "Called now")
SEVERAL_SCHEMES_PUBLISHED = Say(
    "{period} 按几套规则发布过：{keys}", "{period} is published under several schemes: {keys}"
)
SEVERAL_SCHEMES_PUBLISHED_HINT = Say("指明其一：{commands}", "name one: {commands}")
SCHEME_PUBLISHED = Say("{scheme}（第 {number} 期）", "{scheme} (no. {number})")
WOULD_PUBLISH = Say(
    "试运行：将发布第 {number} 期：{period} {name}", "Dry run: would publish no. {number}: {period}, {name}"
)
WOULD_CORRECT = Say("将更正第 {number} 期", "it would correct no. {number}")
PUBLISHED = Say(
    "已发布第 {number} 期：{period} {name}，校验码 {head}", "Published no. {number}: {period}, {name}, head {head}"
)
CORRECTS = Say("更正第 {number} 期", "Corrects no. {number}")
CORRECTED_BY = Say("本期已由第 {number} 期更正", "corrected since, by no. {number}")
ISSUE_LINE = Say("第 {number} 期，{at} 发布，校验码 {head}", "No. {number}, published {at}, head {head}")
PUBLISHED_DIFFERS = Say(
    "与 {at} 发布的第 {number} 期有 {n} 处不同；逐项查看：{command}",
    "differs from no. {number}, published {at}, in {n} places; line by line: {command}",
)
PUBLISHED_SAME = Say("与 {at} 发布的第 {number} 期一致", "the same as no. {number}, published {at}")
UNDO_PUBLISHED = Say(
    "{batch} 发布了第 {number} 期（{period}），发布的榜不能撤回",
    "{batch} published board no. {number} ({period}), which cannot be taken back",
)
UNDO_PUBLISHED_HINT = Say(
    "要更正另发一期：tracker board publish {period} --corrects；要撤销别的改动，写明批次（tracker log）",
    "publish a correction: tracker board publish {period} --corrects; to undo something else name its batch (tracker log)",
)
SEAL_LINE = Say("校验码 {head}", "head {head}")
ISSUE_COLUMN = Say("期号", "No.")
PERIOD_COLUMN = Say("统计期", "Period")
PUBLISHED_AT = Say("发布时间", "Published")
HEAD_COLUMN = Say("校验码", "Head")
RULES_COLUMN = Say("竞赛规则", "Scheme")
CORRECTS_COLUMN = Say("更正", "Corrects")
ISSUES_LISTED = Say("已发布 {n} 期", "published boards: {n}")
STILL_RUNNING = Say(
    "统计期到 {last} 才结束，现在只算到 {as_of}", "the period runs to {last}; this board ends at {as_of}"
)
UNPUBLISHED_BEFORE = Say(
    "本年还有更早的季度没有发布：{periods}", "earlier quarters of the year are unpublished: {periods}"
)
WAITING_ROWS = Say(
    "{metric}：{n} 项已上报、未认定，没有计入", "{metric}: reported, not recognised and so not counted: {n}"
)
WAITING_AMOUNTS = Say(
    "{metric}：{n} 笔已上报、未认定，共 {amounts}，没有计入",
    "{metric}: reported, not recognised and so not counted: {n}, {amounts} in all",
)
AMOUNT_IN = Say("{value}{unit}", "{value} ({unit})")
FIGURE_STALE = Say("{metric}：{units} 的数据只到 {date}", "{metric}: the figures of {units} end at {date}")
HELP_PUBLISHED = Say("按发布时的内容显示", "as it was published")
HELP_ISSUE = Say("按期号显示已发布的一期（见 board list）", "a published board by its number (see board list)")
HELP_CORRECTS = Say("更正已发布的一期，另发新的一期", "publish a correction of the one that is out")
HELP_PUBLISH = Say("发布竞赛榜：此后不再改变", "Publish a board: it never changes afterwards")
HELP_ISSUES = Say("列出已发布的竞赛榜", "List the published boards")
PUBLISH_CONCERNS = Say("发布前有 {n} 点要确认", "things to confirm before publishing: {n}")
CONFIRM_PUBLISH = Say(
    "仍要发布？发布后不能修改或撤回", "publish nevertheless? It can neither be changed nor taken back"
)
COMPARED = Say(
    "{period}：第 {number} 期（{at} 发布）与现在的数据", "{period}: no. {number}, published {at}, against today's data"
)
COMPARED_SAME = Say("没有不同", "nothing differs")
COMPARED_N = Say("有 {n} 处不同", "differences: {n}")
SCHEME_CHANGED = Say("竞赛规则发布后改过", "the scheme is another one than at publication")
HELP_COMPARE = Say(
    "比较已发布的榜与现在的数据，并列出相关改动",
    "Compare a published board with today's data, and list the entries behind",
)
HELP_VERIFY = Say(
    "核验已发布的榜：整条链；或一份打印件（.xlsx、.html、.docx）；或打印件上的校验码",
    "Prove the published boards: the whole chain; or a printout (.xlsx, .html, .docx); or a head read off paper",
)
HELP_VERIFY_WHAT = Say("打印的文件，或页脚上的校验码", "a printed file, or the head in its footer")
ISSUE_PLACE = Say("第 {number} 期（{period}）", "no. {number} ({period})")
VERIFIED = Say("{n} 期全部无误，最新校验码 {head}", "all {n} published boards are sound; the newest head is {head}")
VERIFIED_NONE = Say("还没有发布过", "nothing is published yet")
VERIFY_FAILED = Say("核验不通过：{n} 处", "not sound: {n} problems")
VERIFY_HINT = Say(
    "发布后被改动；请从备份恢复，并与打印件的校验码核对",
    "changed after it was published; restore a backup and compare the heads on paper",
)
VERIFY_GAP = Say("第 {number} 期不见了", "no. {number} is gone")
VERIFY_LINK = Say("与上一期的校验码接不上", "it does not follow the hash of the one before")
VERIFY_HASH = Say("内容与校验码不符", "its content is not the one that was hashed")
VERIFY_CONTENT = Say("内容读不出来，或不是原样", "its content cannot be read, or is not as it was written")
VERIFY_COLUMN = Say(
    "“{name}”库中为 {beside}，发布内容中为 {inside}", "“{name}” is {beside} in the table and {inside} in the content"
)
VERIFY_SCHEME = Say("竞赛规则的文本与其校验码不符", "the text of the scheme is not that of its hash")
VERIFY_SCORE = Say(
    "{unit}的得分或位次与发布的数据算不出同样结果（由 {program} 版发布）",
    "score or rank of {unit} do not follow from the published inputs (published by version {program})",
)
VERIFY_RANK = Say("单项榜“{metric}”的位次不对", "the ranks of the single board “{metric}” do not follow")
VERIFY_RESULT = Say("榜上的数与所附的计算不符", "the figures of the board are not those of its arithmetic")
VERIFY_ROWS = Say("{unit}的“{metric}”与明细之和不符", "“{metric}” of {unit} is not the sum of the rows behind it")
HEAD_FOUND = Say(
    "校验码 {head} 属于第 {number} 期（{period}），整条链无误",
    "head {head} is that of no. {number} ({period}); the whole chain is sound",
)
HEAD_UNKNOWN = Say("已发布的各期中没有校验码 {head}", "no published board has the head {head}")
HEAD_UNKNOWN_HINT = Say(
    "可能打印自别的库，或这一期被删改；看已发布的各期：tracker board list",
    "it is of another database, or that board was altered; see what is published: tracker board list",
)
PRINTOUT_UNKNOWN = Say("{path} 不是打印的工作簿、网页或通报", "{path} is no printed workbook, page or bulletin")
PRINTOUT_UNKNOWN_HINT = Say("可核验 .xlsx、.html 和 .docx", "an .xlsx, .html or .docx can be verified")
PRINTOUT_NO_HEAD = Say("文件里没有校验码", "the file carries no head")
PRINTOUT_NO_HEAD_HINT = Say(
    "只有已发布的榜才带校验码：tracker board show 2024Q1 --published -o 竞赛榜.xlsx",
    "only a published board carries one: tracker board show 2024Q1 --published -o BOARD.xlsx",
)
PRINTOUT_TWO_HEADS = Say("文件里有几期的校验码", "the file carries the heads of several boards")
PRINTOUT_FALSE = Say("与第 {number} 期不符：{n} 处", "not as no. {number} was published: {n} places")
PRINTOUT_CELL = Say("{heading}：此处为 {found}，发布的是 {wanted}", "{heading}: here {found}, published {wanted}")
PRINTOUT_STRANGE = Say("发布的榜上没有“{found}”", "the published board has no “{found}”")
PRINTOUT_MISSING = Say("“{table}”缺少 {row}", "“{table}” lacks {row}")
PRINTOUT_HINT = Say(
    "以发布的为准：tracker board show --published", "what was published: tracker board show --published"
)
PRINTOUT_EMPTY = Say("{file} 里没有找到榜上的表", "no table of the board was found in {file}")
PRINTOUT_EMPTY_HINT = Say("表头须保持打印时的样子", "the headings have to be as they were printed")
PRINTOUT_TRUE = Say(
    "{file} 与第 {number} 期（{period}）一致，核对了 {cells} 个单元格",
    "{file} is as no. {number} ({period}) was published; cells compared: {cells}",
)
PRINTOUT_UNCHECKED = Say("没有榜上的表，未核对：{pages}", "not compared, for they hold no table of the board: {pages}")


# why a record does not count
HELP_WHY_NOT = Say(
    "项目、到位资金、走访等为什么没有计入（或计给了谁）",
    "Say why a record does not count on a board, or for whom it does",
)
HELP_WHY_NOT_WHICH = Say(
    "编号（P12、F340、M5、V12、L3）或项目名称", "a number (P12, F340, M5, V12, L3) or a project's name"
)
WHY_NOT_NOUN = Say("“{value}”是{noun}，不由它直接计数", "“{value}” is a {noun}, of which no metric counts any")
WHY_NOT_NOUN_HINT = Say("可查：{letters}", "ask for one of: {letters}")
COUNTS_COLUMN = Say("计入", "Counts")
WHY_NOT_COLUMN = Say("原因", "Why not")
FOR_COLUMN = Say("计给", "For")
WHY_NOT_SUMMARY = Say("{record}：{all} 项中计入 {n} 项", "{record}: counts in {n} of {all}")
COUNTED_FOR = Say("{unit} {worth}{measure}", "{unit} {worth} ({measure})")
WHY_IS = Say("{field}为 {value}，须为 {needed}", "{field} is {value}, has to be {needed}")
WHY_OTHER_SOURCE = Say("这项指标统计的是{what}", "this metric counts another thing ({what})")
WHY_NOT_REACHED = Say("还没有{what}", "there is no {what} yet")
WHY_REMOVED_NOW = Say("已删除", "it was removed")
WHY_NOT_MET = Say("没有写明拜访的企业", "no organisation met is named")
WHY_SPAN = Say("{first} 至 {last}", "{first} to {last}")
WHY_IMPRECISE = Say("不够精确，须整个落在 {needed}", "too vague, has to lie wholly in {needed}")
WHY_LATER = Say("晚于统计期，须在 {needed}", "after the window, has to lie in {needed}")
WHY_EARLIER = Say("早于统计期，须在 {needed}", "before the window, has to lie in {needed}")
WHY_EARLIER_YEAR = Say(
    "属于 {year} 年，只计一次；须在 {needed}", "belongs to {year} and is counted once, has to lie in {needed}"
)
WHY_AND = Say("{first}；{second}", "{first}; {second}")
WHY_CURRENCY = Say("金额为 {currency}，而指标以 {own} 计", "the amount is in {currency}, the metric in {own}")
WHY_CURRENCY_NEEDED = Say(
    "{own}，或在竞赛规则 [rates] 中写明 {currency}", "{own}, or a rate of {currency} in the scheme's [rates]"
)
AT_LEAST = Say("不低于 {amount}", "{amount} or more")
WHY_NO_GROUP = Say("单位不在任何分组，只计入全市", "a unit of no group: in the city's line alone")
WHY_NOT_AT_WORK = Say(
    "单位在截止日未启用或已停用，只计入全市", "a unit not at work on the as-of date: in the city's line alone"
)
WHY_NOT_SCORED = Say("该分组的综合榜不计这项指标", "not among the indicators of that group")


# what if
HELP_WHAT_IF = Say(
    "试算：认定、推进或改目标后位次如何，不写入",
    "Try it: ranks if records were recognised or targets other; writes nothing",
)
HELP_IF_RECOGNISE = Say(
    "假定认定：F12..F20、M3、P12、unit:冠县，或 all（全部）", "as if recognised: F12..F20, M3, P12, conditions, or all"
)
HELP_IF_REFUSE = Say("假定不予认定：F3", "as if refused: F3")
HELP_IF_TARGET = Say("假定目标：冠县:到位资金=50", "as if this were the target: “冠县:funds=50”")
HELP_IF_ADVANCE = Say("假定已到该阶段：P12:started=2024-03-05", "as if it had got so far: P12:started=2024-03-05")
WHAT_IF_THEN = Say("假定", "then")
WHAT_IF_NONE = Say("没有写假定什么", "nothing is supposed")
WHAT_IF_NONE_HINT = Say(
    "如 --recognise F12..F20、--target 冠县:到位资金=50、--advance P12:started=2024-03-05、--refuse F3",
    "such as --recognise F12..F20, --target “冠县:funds=50”, --advance P12:started=2024-03-05, --refuse F3",
)
WHAT_IF_EMPTY = Say("“{value}” 没有可认定的记录", "“{value}” means no record that waits")
WHAT_IF_BAD = Say("“{value}” 写法不对", "“{value}” cannot be read")
WHAT_IF_BAD_HINT = Say("如 {example}", "such as {example}")
WHAT_IF_RECOGNISE = Say("假定认定 {n} 项{noun}：{numbers}", "As if recognised ({noun}): {n}, {numbers}")
WHAT_IF_REFUSE = Say("假定不予认定 {n} 项{noun}：{numbers}", "As if refused ({noun}): {n}, {numbers}")
WHAT_IF_SAME = Say("已经如此 {n} 项{noun}：{numbers}", "So already ({noun}): {n}, {numbers}")
WHAT_IF_TARGET = Say("假定 {unit} 的“{metric}”目标为 {value}", "As if the target of {unit} for “{metric}” were {value}")
WHAT_IF_ADVANCE = Say(
    "假定 {number} 于 {date} {stage}，并已认定", "As if {number} were {stage} on {date}, and recognised"
)
WHAT_IF_WRITES_NOTHING = Say("只是试算，没有写入", "this was only tried; nothing was written")
WHAT_IF_NOTHING = Say(
    "没有变化；某项为什么不计：tracker board why-not",
    "nothing changes; why something does not count: tracker board why-not",
)


# columns that were said before
HELP_FORGET = Say(
    "不用以前记住的列对应关系，并忘掉它", "set aside, and forget, what earlier imports were told of the columns"
)
MAP_REMEMBERED = Say(
    "{sheet}：按以前导入时说的列对应：{columns}（--forget 可忘掉）",
    "{sheet}: columns as an earlier import was told: {columns} (--forget sets that aside)",
)


# the printed page
PAGE_RANKING = Say("排名", "Ranking")
PAGE_SINGLES = Say("单项榜", "Single boards")
PAGE_PROGRESS = Say("进度", "Progress")
PAGE_BEHIND = Say("分数怎么来的", "Behind the scores")
PAGE_BEHIND_NOTE = Say(
    "点开单位看算式，点开指标看计入的每一条",
    "Open a unit to see its arithmetic, a metric to see every row that counts",
)
PAGE_UNIT = Say("{unit}：第 {rank} 位，{score} 分", "{unit}: rank {rank}, {score} points")
PAGE_UNIT_UNRANKED = Say("{unit}", "{unit}")
PAGE_NOTES = Say("说明", "Notes")
PAGE_BARS = Say(
    "条形：总分为本组最高分的份额，完成率为目标的份额；竖线：序时进度",
    "Bars: a score as a share of the group's highest, a completion as a share of the target; the line: pro-rata",
)
PAGE_UNPUBLISHED = Say("未发布，数字随台账变动", "not published: the figures follow the ledger")
PAGE_ROWS_LEFT_OUT = Say(
    "背后的 {n} 条明细太多，没有印出；逐条查看：tracker board explain",
    "the {n} rows behind are too many to print and were left out; see them with: tracker board explain",
)


# the course of a year
HELP_TREND = Say(
    "一年的走势：逐月的总分或新增，各季度的位次",
    "How a year went: scores or additions by month, ranks by quarter",
)
HELP_YEAR = Say("年份，如 2024（默认今年）", "a year such as 2024 (this one by default)")
TREND_YEAR = Say("“{value}” 不是一整年", "“{value}” is not a whole year")
TREND_YEAR_HINT = Say("写作 {year}，或 今年、去年", "type {year}, or this-year, last-year")
TREND_COLUMN = Say("逐月", "By month")
TREND_TOTAL = Say("累计", "Total")
TREND_SCORE_TITLE = Say("{name} · {group} · 逐月总分", "{name} · {group} · score by month")
TREND_ADDED_TITLE = Say("{metric}（{unit}） · {group} · 逐月新增", "{metric} ({unit}) · {group} · added by month")
TREND_CHART_TITLE = Say("{group} · 各季度的位次", "{group} · ranks by quarter")
TREND_SCORE_LINE = Say(
    "逐月：各月末出榜时的总分，每行从自身最低画到最高",
    "by month: the score of a board at each month's end, from a unit's own lowest to its highest",
)
TREND_ADDED_LINE = Say(
    "逐月：当月新增，每行从 0 画到自身最高", "by month: what each month added, from 0 to a unit's own highest"
)
TREND_PUBLISHED = Say("{quarters}的位次是发布的（第 {numbers} 期）", "ranks as published: {quarters} (no. {numbers})")
TREND_COMPUTED = Say("{quarters}的位次按现在的台账计算", "ranks by the ledger of today: {quarters}")
TREND_EMPTY = Say("{year}，“{what}”还没有数据", "{year}: there is nothing yet under “{what}”")
TREND_MOVED = Say("{unit} {move}", "{unit} {move}")
QUARTERS = (Say("一季度", "Q1"), Say("二季度", "Q2"), Say("三季度", "Q3"), Say("四季度", "Q4"))


# the bulletin
BULLETIN_TITLE = Say("{name}通报", "{name}: bulletin")
ISSUE_NUMBER = Say("第{number}期", "No. {number}")
BULLETIN_OPENING = Say(
    "截至{as_of}，序时进度为{curve}。现将{name}{period}的情况通报如下：",
    "This bulletin gives the standings of the {name}, {period}, as of {as_of}, when {curve} of the year's work is due:",
)
BULLETIN_RANKING = Say("综合排名", "Ranking")
BULLETIN_METRICS = Say("各项指标完成情况", "Metric by metric")
BULLETIN_ADJUSTMENTS = Say("加分和扣分", "Bonuses and penalties")
BULLETIN_NOTES = Say("口径和说明", "How it is counted")
BULLETIN_ANNEX_RANKING = Say("综合榜", "Composite boards")
BULLETIN_ANNEX_METRICS = Say("各项指标完成情况表", "Every metric by unit")
BULLETIN_RANKED = Say("{group}按综合得分由高到低依次为：{units}", "{group}, by score from the highest: {units}")
BULLETIN_SCORED = Say("{unit}{score}分", "{unit} {score}")
BULLETIN_VETOED = Say("一票否决、不参加排名的有：{units}", "vetoed and not ranked: {units}")
BULLETIN_ROSE = Say("比上期上升的有：{units}", "up: {units}")
BULLETIN_FELL = Say("比上期下降的有：{units}", "down: {units}")
BULLETIN_MOVED = Say("{unit}（{n}位）", "{unit} ({n})")
BULLETIN_CITY = Say("{metric}：全市完成{worth}", "{metric}: {worth} in the whole city")
BULLETIN_NO_FIGURES = Say("{metric}：全市暂无数据", "{metric}: no figure of the city yet")
BULLETIN_CITY_TARGET = Say("为目标{target}的{rate}", "{rate} of its target, {target}")
BULLETIN_UNITS_TARGET = Say("为各单位目标合计{target}的{rate}", "{rate} of the units' targets, {target} together")
BULLETIN_AHEAD = Say("超序时进度{points}个百分点", "{points} points ahead of pro-rata")
BULLETIN_BEHIND = Say("落后序时进度{points}个百分点", "{points} points behind pro-rata")
BULLETIN_LEVEL = Say("与序时进度持平", "level with pro-rata")
BULLETIN_UP = Say("同比增长{rate}", "up {rate} on last year")
BULLETIN_DOWN = Say("同比下降{rate}", "down {rate} on last year")
BULLETIN_SAME_AS_LAST = Say("与上年同期持平", "level with last year")
BULLETIN_BY_RATE = Say("{group}按完成率由高到低依次为：{units}", "{group}, by completion from the highest: {units}")
BULLETIN_BY_ACTUAL = Say("{group}由高到低依次为：{units}", "{group}, from the highest: {units}")
BULLETIN_NO_TARGET = Say("未下达目标的有：{units}", "without a target: {units}")
BULLETIN_COMPLETED = Say("{unit}{value}{measure}（{rate}）", "{unit} {value}{measure} ({rate})")
BULLETIN_WORTH = Say("{unit}{value}{measure}", "{unit} {value}{measure}")
BULLETIN_ADJUSTED = Say("{unit}{points}分：{events}", "{unit} {points}: {events}")
BULLETIN_EVENT = Say("{label}{n}次，{points}分", "{label} × {n}, {points}")
BULLETIN_EVENT_FULL = Say("{label}{n}次，按上限计{points}分", "{label} × {n}, {points}, the most that it can be")
BULLETIN_LIMITED = Say("合计{entered}分，按总上限计{points}分", "in all {entered}, of which the limits leave {points}")
SCORES_RESCALED = Say(
    "“—”为不计的指标，总分按其余指标的权重折算",
    "an indicator with “—” is left out, and the total made up by the weight of the others",
)
SCORES_ROUNDED = Say(
    "各项得分和总分各自四舍五入，相加可有尾差",
    "each score and the total are rounded on their own, and may not add up to the last digit",
)
BULLETIN_EVENT_WHY = Say("{event}（{reasons}）", "{event} ({reasons})")
CLAUSES = Say("{first}，{second}", "{first}, {second}")
PARTS = Say("{first}；{second}", "{first}; {second}")
BULLETIN_LEFT_OUT = Say(
    "{metric}：另有外币{n}笔，共{amount}，没有计入",
    "{metric}: {n} amounts in another currency, {amount} in all, are not counted",
)
BULLETIN_HEADINGS = (
    Say("一、{title}", "1. {title}"),
    Say("二、{title}", "2. {title}"),
    Say("三、{title}", "3. {title}"),
    Say("四、{title}", "4. {title}"),
)
BULLETIN_ANNEX = Say("附件{number}　{title}", "Annex {number}: {title}")
BULLETIN_ANNEXES = Say("附件：{annexes}", "Annexes: {annexes}")
HELP_TEMPLATE_DOCX = Say("通报的 Word 模板（.docx）", "a Word template of the bulletin (.docx)")
TEMPLATE_UNKNOWN = Say(
    "模板里有不认识的占位符，照原样留下：{names}", "placeholders of the template that mean nothing are left: {names}"
)
TEMPLATE_KNOWN = Say("可用：{names}", "valid: {names}")
BULLETIN_FORM_DONE = Say(
    "已写出通报模板 {file}：改成本单位的样式，以后用 --template {file}",
    "wrote the form {file}: give it your office's look, then use --template {file}",
)
TEMPLATE_MISSING = Say("找不到模板 {path}", "there is no template {path}")
TEMPLATE_MISSING_HINT = Say(
    "写明 .docx 文件的位置；不写 --template 就用通行的格式",
    "name a .docx file; without --template the customary form is used",
)
TEMPLATE_BAD = Say("{path} 不是 Word 文档，或已损坏", "{path} is no Word document, or a damaged one")
TEMPLATE_BAD_HINT = Say("在 Word 或 WPS 中另存为 .docx", "save it as .docx in Word or WPS")
WORD_MISSING = Say(
    "写 Word 文档需要 python-docx，这里没有安装", "a Word document needs python-docx, which is not installed"
)
WORD_MISSING_HINT = Say("安装：pip install 'tracker[word]'", "install it: pip install 'tracker[word]'")
ONLY_OF_A_BOARD = Say("只有竞赛榜能写成 Word 通报", "only a board can be written as a Word bulletin")
ONLY_OF_A_BOARD_HINT = Say(
    "如 tracker board 2024Q2 -o 通报.docx；这里可用 {endings}",
    "such as tracker board 2024Q2 -o BULLETIN.docx; here use {endings}",
)
ONLY_WITH_DOCX = Say("--template 只用于 -o 文件.docx", "--template goes with -o FILE.docx alone")
ONLY_WITH_DOCX_HINT = Say("加 -o 通报.docx", "add -o BULLETIN.docx")
SETTING_ISSUER = Say("通报落款的发文单位", "who issues the bulletin, as it is signed")
EXPLAIN_VALID_ISSUER = Say("单位全称，如 聊城市招商引资工作领导小组办公室", "a unit's full name")
SETTING_ISSUER_UNSET = Say("不落款", "no signature")
# the board as a workbook
SCORES_TITLE = Say("{name} · {group} · 计分", "{name} · {group} · scores")
BOOK_COVER = Say("封面", "Cover")
BOOK_COMPOSITE = Say("综合·{group}", "Composite · {group}")
BOOK_SINGLE = Say("单项·{metric}", "Single · {metric}")
BOOK_SINGLE_TITLE = Say("{name} · 单项榜 · {metric}", "{name} · {metric}")
BOOK_FIRSTS = Say("第一和末位", "Firsts and lasts")
BOOK_PROGRESS = Say("进度", "Progress")
BOOK_PROGRESS_TITLE = Say("{name} · 全市进度", "{name} · progress of the city")
BOOK_UNITS = Say("单位进度", "Units")
BOOK_UNITS_TITLE = Say("{name} · 各单位完成率(%)", "{name} · done by unit (%)")
BOOK_LINES = Say("进度明细", "Progress by metric")
BOOK_LINES_TITLE = Say("{name} · 各指标各单位进度", "{name} · every unit against every metric")
BOOK_SCORES = Say("计分·{group}", "Scores · {group}")
BOOK_ROWS = Say("明细·{metric}", "Rows · {metric}")
BOOK_PERIOD = Say("期间", "Period")
BOOK_AS_OF = Say("截至", "As of")
BOOK_BASIS = Say("口径", "Basis")
BOOK_PACE = Say("序时进度", "Pro-rata")
BOOK_RULES = Say("竞赛规则", "Rules")
BOOK_RULES_NAMED = Say("{name}（{key}）", "{name} ({key})")
BOOK_MADE = Say("制表时间", "Made at")
BOOK_ISSUE = Say("发布", "Published")
BOOK_RANKING_CHART = Say("总分", "Scores")
BOOK_PROGRESS_CHART = Say("完成率与序时进度（%）", "Done against the pro-rata line (%)")
BOOK_PACE_LINE = Say("序时进度 {pace}%", "pro-rata {pace}%")
BOOK_MARKS = Say(
    "★ 前三位；↑↓ 比上一期升降的位次，= 不变；▲ 不低于序时进度，▽ 低于；浅色条按总分或完成率的长短",
    "★ the first three; ↑↓ ranks moved since the board before, = none; ▲ at or above pro-rata, ▽ below; the pale bars "
    "are as long as the score or the completion",
)
PAPER_UNKNOWN = Say("没有“{value}”这种纸张", "there is no paper “{value}”")
PAPER_ALONE = Say("--paper 只用于打印的工作簿和网页", "--paper is for printed workbooks and pages")
PAPER_ALONE_HINT = Say("输入 -o 竞赛榜.xlsx 或 -o 竞赛榜.html", "type -o board.xlsx or -o board.html")
HELP_PAPER = Say("纸张：A4 或 A3（横向）", "size of the paper: A4 or A3, laid sideways")

# What is typed at the prompt and unlikely
NUMBER_SLIP = Say(
    "{value} 与该指标已有的 {other} 相差太大：填指标的计量单位了吗？",
    "{value} is out of all proportion to {other}, which this metric has: is it in the metric's unit?",
)
PERHAPS_REPEATED = Say(
    "与 {number} 可能是同一条{noun}：{fields}都相同",
    "this is perhaps the {noun} {number}: equal in {fields}",
)
RECOGNISED_CHANGED = Say(
    "{number} 仍算已认定，而{fields}已改动：如须重新认定，请运行 {command}",
    "{number} stays recognised though its {fields} changed: if it has to be judged anew, type {command}",
)
GROUP_UNKNOWN = Say(
    "没有竞赛规则认得分组“{value}”，这个单位不会上榜；可填：{known}",
    "no scheme knows the group “{value}”, so the unit stands on no board; valid: {known}",
)
CHECK_NOTHING = Say("到位金额是 0", "the amount is 0")
CHECK_NOTHING_HINT = Say(
    "填写实际到位的金额；没有到位就不填这一笔", "type what was received; leave it out if nothing was"
)

# Why the system does not read or write a file
SYSTEM_REASONS = {
    "EACCES": Say("没有权限", "permission denied"),
    "EPERM": Say("系统不允许", "not permitted by the system"),
    "EROFS": Say("磁盘或文件夹是只读的", "the disk or folder is read-only"),
    "ENOENT": Say("没有这个文件或文件夹", "no such file or folder"),
    "ENOTDIR": Say("路径中有一段不是文件夹", "a part of the path is no folder"),
    "EISDIR": Say("这是文件夹，不是文件", "it is a folder, not a file"),
    "EEXIST": Say("已有同名的文件", "there is a file of that name"),
    "ENAMETOOLONG": Say("文件名太长", "the name is too long"),
    "ELOOP": Say("链接绕成一圈", "its links lead in a circle"),
    "EINVAL": Say("系统不接受这个文件名", "the system does not take this name"),
    "EBUSY": Say("正被其他程序使用", "another program is using it"),
    "ETXTBSY": Say("正被其他程序使用", "another program is using it"),
    "EMFILE": Say("打开的文件太多", "too many files are open"),
    "ENOSPC": Say("磁盘已满", "the disk is full"),
    "EDQUOT": Say("超出了磁盘配额", "the disk quota is used up"),
    "EFBIG": Say("文件太大", "the file is too large"),
    "EIO": Say("磁盘读写出错", "the disk could not be read or written"),
    "ESTALE": Say("网络文件夹已断开", "the network folder is gone"),
    "ETIMEDOUT": Say("网络文件夹没有响应", "the network folder does not answer"),
}
PATH_REFUSED = Say("无法使用 {path}：{reason}", "{path} cannot be used: {reason}")
PATH_REFUSED_HINT = Say("检查文件名和所在文件夹", "check the name and its folder")

# Sheets of updates: numbers, and what changes
ROWS_UPDATE = Say(
    "“{sheet}”只有编号和要改的列，按编号修改：{which}", "“{sheet}” changes the records of its numbers: {which}"
)
UPDATE_UNNUMBERED = Say(
    "这张表只能修改已有的{noun}，而这一行没有编号",
    "this sheet can only change what is there, and the row has no number of a {noun}",
)
UPDATE_UNNUMBERED_HINT = Say(
    "填写编号，如 {number}；要新增就补全必填的列，见 tracker template",
    "type the number, such as {number}; for a new record add the required columns, see tracker template",
)
UPDATE_UNKNOWN_HINT = Say(
    "改正编号；运行 tracker export 得到各条{noun}的编号",
    "correct the number; tracker export gives that of every {noun}",
)

# Slips in the rows of a sheet
COLUMN_SORTED = Say(
    "{field}只是在 {n} 条{noun}之间换了位置：这一列可能单独排过序，或上下错了行",
    "{field} has only changed places among {n} records ({noun}): the column may have been sorted or shifted by itself",
)
COLUMN_SORTED_HINT = Say(
    "把各列一起排序后重新填写，或从 tracker export 的文件重做；确是如此就逐条修改：{command}",
    "sort all columns together, or begin again from tracker export; if it is so, change them one by one: {command}",
)
ROW_REPEATED = Say(
    "与 {other} 的{fields}都相同，仍按两笔计：如是重复，删去一行",
    "equal to {other} in {fields}, and still counted as another one: delete one row if it is the same",
)
ROW_TWICE_COPY_HINT = Say(
    "“{copy}”如是“{sheet}”的副本，删去它，或只读其余的表：{ways}；确是两条时，用编号、信用代码或不同的名称区分",
    "if “{copy}” is a copy of “{sheet}”, delete it, or read the others alone: {ways}; if they are two, tell them apart "
    "by number, credit code or name",
)

# Tables of another shape
WIDE_TAKEN = Say(
    "“{sheet}”表每列是一个指标的目标：{columns}；{year}",
    "sheet “{sheet}” has the targets of a metric in each column: {columns}; {year}",
)
WIDE_COLUMN = Say("{column}“{heading}”→{metric}", "{column} “{heading}” → {metric}")
WIDE_YEAR = Say("年度 {year}", "year {year}")
WIDE_YEARS = Say("年度见各行", "the year is that of each row")
WIDE_NO_YEAR = Say("没有写明是哪一年的目标", "nothing says of which year these targets are")
WIDE_NO_YEAR_HINT = Say(
    "在标题或工作表名称中写明，如 2024年目标任务，或加一列“年度”",
    "write it into the title or the sheet's name, as in “Targets 2024”, or add a column “Year”",
)
WIDE_HINT = Say(
    "这张表看来每列一个指标：改成每行一个指标，列为 {headings}（样式见 tracker template -o 模板.xlsx），或逐个输入 tracker target set 冠县 到位资金 50",
    "the table seems to have a column for each metric: write a row for each, with the columns {headings} (as tracker "
    "template -o template.xlsx shows), or type them one by one: `tracker target set 冠县 到位资金 50`",
)
SHEET_WIDE = Say(
    "{sheet}（看来是每列一个指标的{noun}表：改成每行一个指标，列为 {headings}）",
    "{sheet} (seems to be {noun} with a column for each metric: write a row for each, with the columns {headings})",
)
RUNNING_HINT = Say(
    "到位资金按笔填写，每笔的时间和金额各一行；累计数会重复计算，不要指为到位金额",
    "write a row for each receipt with its day and amount; a running total would count them twice",
)
MONTHS_HINT = Say(
    "这张表看来每月一列：到位资金一笔一行，列为 {headings}，到位时间可只写到月，如 2024-03（Excel 里可用“逆透视列”转换）；"
    "若各月是累计数，先减去上月",
    "the table seems to have a column for each month: write a row for each receipt, with the columns {headings}; a "
    "month will do for the day, such as 2024-03 (Excel's Unpivot Columns does it); of running totals take off the month before",
)
ROW_INSTRUCTIONS = Say(
    "第 {row} 行看来是填表说明，不是数据：{texts}",
    "row {row} seems to say how to fill the table in, and is no data: {texts}",
)
ROW_INSTRUCTIONS_HINT = Say(
    "删去第 {row} 行再导入，或加 --skip-bad 略过它",
    "delete row {row} and import again, or leave it out with --skip-bad",
)
METRIC_UNIT_HINT = Say(
    "该指标以{unit}计：请填数字，如 40，或带单位的金额，如 40亿",
    "the metric is counted in {unit}: type a number, such as 40, or an amount with its unit, such as 40亿",
)
NAME_SEVERAL = Say("“{value}”不止一家，不是一家企业的名称", "“{value}” is several, and the name of none")
NAME_SEVERAL_HINT = Say("用顿号逐家写出名称，家数才对", "write every name, parted by 、, so that each is counted")
PERHAPS_ALIKE = Say(
    "与 {number} {name} 可能是同一个：先看 {command}，如是就 tracker undo",
    "this is perhaps {number} {name}: look at `{command}`, and type `tracker undo` if it is",
)
CURRENCY_CHANGED = Say("{field}的币种变了：{old} → {new}", "{field} is in another currency now: {old} → {new}")
