import Register
import Vocabulary

/// The infectious-disease report card 传染病报告卡 of a case (`domain.md` §6), as a row of a file.
public struct ReportCard: Hashable, Sendable {
    /// The number of the card.
    public var number: String?
    /// The patient.
    public var identity: Identity
    /// What is known of the patient.
    public var person: Person
    /// The disease, by its notifiable name.
    public var disease: LocalizedText
    /// The case's class at present.
    public var kind: CaseKind
    /// First day of symptoms.
    public var onset: CivilDate?
    /// When it was diagnosed.
    public var diagnosedAt: Instant
    /// When the patient died.
    public var diedAt: Instant?
    /// The territory that reports.
    public var territory: TerritoryCode
    /// The reporting unit.
    public var unit: String?
    /// The reporting physician.
    public var reporter: String?
    /// When it was reported.
    public var reportedAt: Instant

    /// The card of a case from its dossier.
    public init(
        case report: Recorded<CaseReport>, in dossier: Dossier, identity: Identity, disease: LocalizedText, number: String? = nil,
        reporter: String? = nil
    ) {
        self.number = number ?? report.value.label
        self.identity = identity
        person = dossier.person?.value ?? Person(residence: report.value.territory)
        self.disease = disease
        var kind = report.value.kind
        var onset = report.value.onset
        for change in dossier.caseChanges where change.value.of == report.id {
            switch change.value.change {
            case .classified(let later): kind = later
            case .onset(let day): onset = onset ?? day
            default: break
            }
        }
        self.kind = kind
        self.onset = onset
        diagnosedAt = report.happenedAt
        diedAt = dossier.death?.happenedAt
        territory = report.value.territory
        unit = report.value.reportedBy
        self.reporter = reporter
        reportedAt = report.knownAt
    }

    /// Where the patient belongs, seen from the reporting territory.
    public enum Belonging: String, CaseIterable, Sendable {
        case thisCounty, otherCounty, otherPrefecture, otherProvince, hongKongMacaoTaiwan

        /// The words on the card.
        public var label: LocalizedText {
            switch self {
            case .thisCounty: LocalizedText(zh: "本县区", en: "this county")
            case .otherCounty: LocalizedText(zh: "本市其他县区", en: "another county of the prefecture")
            case .otherPrefecture: LocalizedText(zh: "本省其他地市", en: "another prefecture of the province")
            case .otherProvince: LocalizedText(zh: "外省", en: "another province")
            case .hongKongMacaoTaiwan: LocalizedText(zh: "港澳台", en: "Hong Kong, Macao or Taiwan")
            }
        }
    }

    /// Where the patient belongs.
    public var belonging: Belonging {
        let home = person.residence
        if ["71", "81", "82"].contains(home.digits.prefix(2)) { return .hongKongMacaoTaiwan }
        for (level, belonging) in [(TerritoryCode.Level.county, Belonging.thisCounty), (.prefecture, .otherCounty), (.province, .otherPrefecture)] {
            if let own = territory.ancestor(at: level), own == home.ancestor(at: level) { return belonging }
        }
        return .otherProvince
    }
}

extension ReportCard {
    /// The fields of the card in its order, each with its name, in words of a language.
    public func fields(in language: TableLanguage, zone: CivilZone) -> [(label: LocalizedText, value: String)] {
        let chinese = language == .chinese
        func word(_ text: LocalizedText) -> String { chinese ? text.zh : text.en }
        func time(_ instant: Instant?) -> String { instant.map { CivilText.text(of: $0, in: zone) } ?? "" }
        let age = person.birthDate.map { max(0, $0.years(until: zone.date(of: diagnosedAt))) }
        // The card asks for a guardian below 14 years only.
        let guardian = age.map { $0 < 14 } ?? true ? identity.guardian : nil
        let values = [
            number ?? "", identity.name, guardian ?? "", identity.documentNumber ?? "",
            person.sex.map { ChoiceSet.sex.word(for: $0.rawValue, chinese: chinese) } ?? "", person.birthDate?.description ?? "",
            age.map(String.init) ?? "", identity.employer ?? "", identity.phones.first ?? "", word(belonging.label), person.residence.digits,
            identity.address ?? "", person.occupation ?? "", ChoiceSet.caseKind.word(for: kind.rawValue, chinese: chinese),
            onset?.description ?? "", time(diagnosedAt), time(diedAt), word(disease), territory.digits, unit ?? "", reporter ?? "",
            time(reportedAt),
        ]
        return Array(zip(ReportCard.labels, values)).map { (label: $0.0, value: $0.1) }
    }

    fileprivate static let labels: [LocalizedText] = [
        .init(zh: "卡片编号", en: "Card number"), .init(zh: "患者姓名", en: "Name"), .init(zh: "患儿家长姓名", en: "Guardian"),
        .init(zh: "有效证件号", en: "Document number"), .init(zh: "性别", en: "Sex"), .init(zh: "出生日期", en: "Date of birth"), .init(zh: "年龄", en: "Age"),
        .init(zh: "工作单位", en: "Employer or school"), .init(zh: "联系电话", en: "Phone"), .init(zh: "病人属于", en: "Patient belongs to"),
        .init(zh: "现住址国标", en: "Residence"), .init(zh: "现住详细地址", en: "Address"), .init(zh: "人群分类", en: "Occupation"),
        .init(zh: "病例分类", en: "Classification"), .init(zh: "发病日期", en: "Onset date"), .init(zh: "诊断时间", en: "Diagnosed at"),
        .init(zh: "死亡日期", en: "Date of death"), .init(zh: "疾病名称", en: "Disease"), .init(zh: "报告地区", en: "Duty territory"),
        .init(zh: "报告单位", en: "Reporting unit"), .init(zh: "填卡医生", en: "Reporter"), .init(zh: "报告时间", en: "Reported at"),
    ]
}

/// Writes report cards as a file: UTF-8 with byte order mark, one card a row.
public struct ReportCardWriter: Sendable {
    private let language: TableLanguage
    private let zone: CivilZone

    /// A writer.
    public init(language: TableLanguage, zone: CivilZone) {
        self.language = language
        self.zone = zone
    }

    /// The beginning of the file: byte order mark and header.
    public func beginning() -> [UInt8] {
        var output = CSVText.mark
        CSVText.append(ReportCard.labels.map { language == .chinese ? $0.zh : $0.en }, to: &output)
        return output
    }

    /// Appends a card.
    public func append(_ card: ReportCard, to output: inout [UInt8]) {
        CSVText.append(card.fields(in: language, zone: zone).map(\.value), to: &output)
    }
}
