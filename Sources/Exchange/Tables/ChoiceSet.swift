import Register
import Vocabulary

/// A closed list of values with the words files use for them. The first words are those of exported files.
struct ChoiceSet: Sendable {
    let name: String
    let choices: [Choice]
    /// From normalised words to the value.
    let words: [String: String]

    struct Choice: Sendable {
        /// The value in the register; empty for "not known", which counts as an empty cell.
        let value: String
        let zh: String
        let en: String
        let aliases: [String]

        init(_ value: String, _ zh: String, _ en: String, _ aliases: String...) {
            self.value = value
            self.zh = zh
            self.en = en
            self.aliases = aliases
        }
    }

    init(_ name: String, _ choices: [Choice]) {
        self.name = name
        self.choices = choices
        var words: [String: String] = [:]
        for choice in choices {
            for word in [choice.zh, choice.en, choice.value] where !word.isEmpty {
                words[HeaderText.normalised(word)] = words[HeaderText.normalised(word)] ?? choice.value
            }
        }
        for choice in choices {
            for word in choice.aliases {
                // Signs (+, √) have no letters to compare; they stand for themselves.
                let key = HeaderText.normalised(word).isEmpty ? word : HeaderText.normalised(word)
                words[key] = words[key] ?? choice.value
            }
        }
        for word in ["不详", "未知", "不明", "unknown", "na", "n/a", "null", "none", "nan"] {
            words[HeaderText.normalised(word)] = words[HeaderText.normalised(word)] ?? ""
        }
        self.words = words
    }

    /// The value a cell stands for; nil if it stands for none.
    ///
    /// Tokens of Go.Data (`LNG_REFERENCE_DATA_CATEGORY_GENDER_MALE`) are known by their ends.
    func value(of text: String) -> String? {
        let key = HeaderText.normalised(text)
        if key.isEmpty { return words[text] ?? (name != "result" && ChoiceSet.blanks.contains(text) ? "" : nil) }
        if let value = words[key] { return value }
        guard key.hasPrefix("lngreferencedatacategory") else { return nil }
        return words.filter { key.hasSuffix($0.key) }.max { ($0.key.count, $1.key) < ($1.key.count, $0.key) }?.value
    }

    /// Signs for "nothing here". Of a test result a dash might mean negative: there it is refused rather than guessed.
    private static let blanks: Set<String> = ["", "-", "--", "—", "——", "/", "\\", ".", "*", "?", "？"]

    /// The word for a value in exported files.
    func word(for value: String, chinese: Bool) -> String {
        guard let choice = choices.first(where: { $0.value == value }) else { return value }
        return chinese ? choice.zh : choice.en
    }

    /// What would be accepted, for messages.
    var accepted: LocalizedText {
        let shown = choices.filter { !$0.value.isEmpty }
        return LocalizedText(zh: shown.map(\.zh).joined(separator: "、"), en: shown.map(\.en).joined(separator: ", "))
    }
}

extension ChoiceSet {
    static let sentinel = ChoiceSet(
        "sentinel",
        [
            .init("feverClinic", "发热门诊", "fever clinics", "发热门诊就诊", "发热门诊就诊量", "fever clinic", "fever clinic visits"),
            .init("pharmacy", "药店购药", "pharmacies", "药店", "四类药品", "四类药品销售", "退热止咳药", "pharmacy", "pharmacy sales"),
            .init("absence", "因病缺勤缺课", "absences", "缺勤", "缺课", "因病缺课", "因病缺勤", "absence", "absenteeism", "school absences"),
        ])

    static let sex = ChoiceSet(
        "sex",
        [
            .init("male", "男", "male", "m", "1", "男性", "man", "boy", "gender male"),
            .init("female", "女", "female", "f", "2", "女性", "woman", "girl", "w", "gender female"),
            .init("", "未知", "unknown", "0", "9", "u", "other", "其他", "未说明"),
        ])

    static let flag = ChoiceSet(
        "flag",
        [
            .init("yes", "是", "yes", "y", "1", "true", "t", "有", "√", "已"),
            .init("no", "否", "no", "n", "0", "false", "f", "无", "未", "×"),
        ])

    static let caseKind = ChoiceSet(
        "caseKind",
        [
            .init("suspected", "疑似病例", "suspected", "疑似", "suspect", "possible"),
            .init("probable", "临床诊断病例", "probable", "临床诊断", "临床诊断病例", "clinically diagnosed"),
            .init(
                "confirmed", "确诊病例", "confirmed", "确诊", "实验室确诊", "confirmed case", "laboratory confirmed", "confirmed no symptoms",
                "confirmed unknown symptoms", "阳性"),
            .init("asymptomatic", "无症状感染者", "asymptomatic", "无症状", "病原携带者", "asymptomatic infection", "asymptomatic carrier"),
            .init("notACase", "排除", "not a case", "not a case discarded", "discarded", "no case", "已排除", "excluded", "订正删除"),
            .init("", "未分类", "not classified", "unclassified"),
        ])

    static let origin = ChoiceSet(
        "origin",
        [
            .init("importedFromAbroad", "境外输入", "imported from abroad", "输入", "imported", "abroad", "point of entry"),
            .init("importedFromProvince", "省外输入", "imported from another province", "外省输入"),
            .init("local", "本土", "local", "本地", "in country", "indigenous", "本省", "社区"),
            .init("importRelated", "境外输入关联", "import-related", "境外输入关联本土", "关联本土", "境外输入关联病例"),
        ])

    static let severity = ChoiceSet(
        "severity",
        [
            .init("mild", "轻型", "mild", "轻", "轻症"),
            .init("moderate", "普通型", "moderate", "普通", "中型", "common"),
            .init("severe", "重型", "severe", "重", "重症"),
            .init("critical", "危重型", "critical", "危重", "危重症"),
            .init("", "无症状", "none"),
        ])

    static let detection = ChoiceSet(
        "detection",
        [
            .init("contact", "密接排查", "contact", "密接", "管控人员", "隔离管控", "集中隔离", "密接筛查", "contact tracing", "contact follow-up"),
            .init("arrival", "入境入湘检测", "arrival", "入境检测", "口岸检测", "返乡人员", "入湘检测", "traveller screening", "point of entry"),
            .init("post", "重点人群筛查", "post", "应检尽检", "重点岗位", "高风险岗位"),
            .init("clinic", "主动就诊", "clinic", "就诊", "发热门诊", "医疗机构", "doctor", "hospital"),
            .init("screeningRound", "全员核酸", "screening round", "区域核酸", "社区筛查", "全员核酸检测", "社会面筛查", "mass screening", "screening"),
            .init("voluntary", "愿检尽检", "voluntary", "自行检测", "self test"),
        ])

    static let outcome = ChoiceSet(
        "outcome",
        [
            .init("recovered", "治愈", "recovered", "出院", "痊愈", "治愈出院", "解除隔离", "recover", "discharged"),
            .init("died", "死亡", "died", "dead", "death", "deceased"),
            .init("leftTerritory", "转出", "left territory", "转往外地", "transferred out"),
            .init("excluded", "排除", "excluded", "已排除", "not a case"),
            .init("", "在治", "under care", "在院", "治疗中", "继续观察", "alive", "no outcome", "存活", "住院"),
        ])

    static let degree = ChoiceSet(
        "degree",
        [
            .init("close", "密接", "close", "密切接触者", "一级密接", "close contact", "contact", "核心密接", "high risk"),
            .init("secondary", "次密接", "secondary", "次密", "密接的密接", "二级密接", "contact of contact", "secondary contact"),
            .init("exposedAtPlace", "涉疫场所暴露人员", "exposed at place", "场所暴露", "暴露人员"),
            .init("general", "一般接触者", "general", "一般接触", "casual", "low risk", "普通接触者"),
        ])

    /// `domain.md` §3: 同餐/同住/同屋/同床/同室工作学习/同机·车/诊疗/护理/同病房/娱乐活动/其他, with the words of the peers.
    static let setting = ChoiceSet(
        "setting",
        [
            .init("household", "同住", "household", "同屋", "同床", "共同居住", "家庭", "family", "same household", "family member", "familymemberorfriend"),
            .init("care", "诊疗护理", "care", "诊疗", "护理", "照料", "medical care", "caregiver", "health care", "contact with hcw", "hcw"),
            .init("ward", "同病房", "ward", "探视", "hospital room", "visit hospital", "same ward", "nosocomial", "nosocomial transmission", "院内"),
            .init("aerosolProcedure", "气溶胶操作", "aerosol procedure"),
            .init("workplace", "同室工作", "workplace", "同事", "同办公室", "同室工作学习", "同单位", "work", "co-workers", "co-worker", "工作"),
            .init("classroom", "同班", "classroom", "同教室", "学习", "school", "同学"),
            .init("dormitory", "同宿舍", "dormitory", "同寝室", "dorm"),
            .init("meal", "同餐", "meal", "聚餐", "共同就餐", "meal together", "restaurant"),
            .init("entertainment", "娱乐活动", "entertainment", "娱乐", "棋牌", "ktv"),
            .init("enclosedSpace", "密闭空间", "enclosed space", "同电梯", "电梯", "emergency room", "急诊"),
            .init("transport", "同交通工具", "transport", "同机", "同车", "同机·车", "同机车", "同乘", "travel", "flight", "train", "vehicle"),
            .init("environment", "环境接触", "environment", "物品", "污染物品"),
            .init("venue", "同场所", "venue", "同时空", "场所", "public place", "market"),
            .init("burial", "丧葬", "burial", "葬礼", "funeral"),
            .init("other", "其他", "other", "其它", "friends", "朋友", "亲友"),
        ])

    static let vehicle = ChoiceSet(
        "vehicle",
        [
            .init("aircraft", "飞机", "aircraft", "航班", "plane", "airplane", "air", "flight"),
            .init("enclosedTrain", "高铁动车", "enclosed train", "高铁", "动车", "空调列车", "火车", "train", "铁路"),
            .init("sleeperTrain", "卧铺列车", "sleeper train", "卧铺"),
            .init("openTrain", "普通列车", "open train", "普速列车", "绿皮车"),
            .init("enclosedBus", "空调客车", "enclosed bus", "大巴", "客车", "长途汽车", "bus", "coach"),
            .init("ventilatedBus", "普通客车", "ventilated bus", "公交", "公交车"),
            .init("ship", "轮船", "ship", "船", "vessel", "boat"),
            .init("taxi", "出租车网约车", "taxi", "出租车", "网约车", "car", "自驾", "小汽车", "私家车"),
            .init("", "其他", "other"),
        ])

    static let discovery = ChoiceSet(
        "discovery",
        [
            .init("ownInvestigation", "主动甄别", "own investigation", "自主甄别", "contact tracing"),
            .init("otherProvince", "外省协查", "other province", "外省推送"),
            .init("otherPrefecture", "本省外市协查", "other prefecture", "外市协查", "外市推送"),
            .init("otherCounty", "本市外区协查", "other county", "外区协查", "本市外区县协查", "外区推送"),
        ])

    static let mode = ChoiceSet(
        "mode",
        [
            .init("hospital", "医院隔离", "hospital", "住院", "医院", "方舱", "定点医院", "医院隔离治疗"),
            .init("central", "集中隔离", "central", "集中", "集中医学观察", "集中隔离医学观察", "institutional", "hotel", "central quarantine"),
            .init("homeIsolation", "居家隔离", "home isolation", "居家", "居家隔离医学观察", "居家医学观察", "home", "home quarantine"),
            .init("homeMonitoring", "居家健康监测", "home monitoring", "居家监测"),
            .init("workAndHome", "两点一线", "work and home", "健康监测"),
            .init("selfMonitoring", "自我健康监测", "self monitoring", "自我监测", "none"),
            .init("", "待转运", "awaiting transfer"),
        ])

    static let ending = ChoiceSet(
        "ending",
        [
            .init("released", "解除", "released", "解除观察", "解除隔离", "出院", "discharged", "completed"),
            .init("transferred", "转出", "transferred", "转院", "转为确诊", "转为阳性", "转运"),
            .init("absconded", "擅自离开", "absconded", "脱管", "left against advice", "lost"),
            .init("died", "死亡", "died", "deceased"),
            .init("", "继续观察", "continuing", "在管"),
        ])

    static let method = ChoiceSet(
        "method",
        [
            .init("nucleicAcid", "核酸", "nucleic acid", "核酸检测", "pcr", "rt-pcr", "pcr rt pcr", "naat", "nat", "rtpcr"),
            .init("antigen", "抗原", "antigen", "抗原检测", "rapid test", "antigen detection", "rapid antigen"),
            .init("serology", "血清抗体", "serology", "抗体", "抗体检测", "antibody", "igm", "igg", "antibody detection"),
            .init("other", "其他", "other", "培养", "culture", "isolation", "sequencing"),
        ])

    static let occasion = ChoiceSet(
        "occasion",
        [
            .init("feverClinic", "发热门诊", "fever clinic", "发热门诊患者"),
            .init("inpatient", "住院患者及陪护", "patient or companion in hospital", "住院", "住院患者", "陪护", "门诊", "普通门诊", "inpatient", "hospital patient"),
            .init("yellowCode", "黄码", "yellow code", "黄码人员"),
            .init("voluntary", "愿检尽检", "voluntary", "自愿", "愿检", "own wish"),
            .init("", "应检尽检", "ordered", "其他", "other", "区域筛查", "重点人群"),
        ])

    static let specimenKind = ChoiceSet(
        "specimenKind",
        [
            .init("nasopharyngealSwab", "鼻咽拭子", "nasopharyngeal swab", "鼻咽", "np", "np swab", "nasopharyngeal"),
            .init("oropharyngealSwab", "咽拭子", "oropharyngeal swab", "口咽拭子", "口咽", "throat swab", "throat", "op swab"),
            .init("nasalSwab", "鼻拭子", "nasal swab", "鼻", "nasal"),
            .init("sputum", "痰液", "sputum", "痰", "深咳痰液", "tracheal aspirate"),
            .init("blood", "血液", "blood", "血", "血清", "serum"),
            .init("stool", "粪便", "stool", "肛拭子", "anal swab", "rectal swab"),
            .init("environment", "环境", "environment", "环境样本"),
            .init("other", "其他", "other", "urine", "saliva"),
        ])

    static let result = ChoiceSet(
        "result",
        [
            .init("negative", "阴性", "negative", "阴", "neg", "未检出", "0", "not detected"),
            .init("positive", "阳性", "positive", "阳", "+", "pos", "检出", "1", "detected"),
            .init("indeterminate", "灰区", "indeterminate", "可疑", "待复核", "inconclusive", "equivocal", "弱阳性", "复检"),
            .init("invalid", "无效", "invalid", "作废", "不合格", "failed", "not done"),
            .init("", "待出", "pending", "检测中", "未出", "in progress"),
        ])

    static let originRisk = ChoiceSet(
        "originRisk",
        [
            .init("high", "高风险", "high", "高风险区", "封控区", "管控区", "高", "高风险地区"),
            .init("medium", "中风险", "medium", "中风险区", "中", "中风险地区"),
            .init("low", "低风险", "low", "低风险区", "防范区", "低", "低风险地区"),
            .init("affectedProvince", "涉疫省份", "affected province", "有本土病例省份", "有疫情省份", "涉疫地区"),
            .init("unaffected", "无疫情地区", "unaffected", "无疫情", "常态化地区", "none"),
            .init("abroad", "境外", "abroad", "国外", "入境"),
        ])

    static let groups = ChoiceSet(
        "groups",
        [
            .init("child", "儿童", "child", "未成年人", "14岁及以下"),
            .init("pregnantOrNursing", "孕产妇", "pregnant or nursing", "孕妇", "哺乳期", "pregnant", "nursing"),
            .init("underlyingDisease", "基础疾病", "underlying disease", "基础病"),
            .init("dependentOnCare", "生活不能自理", "dependent on care", "不能自理", "半自理", "失能"),
            .init("assessedByExperts", "专家评估", "assessed by experts"),
        ])
}
