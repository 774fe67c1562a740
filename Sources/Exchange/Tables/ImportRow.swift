import Register
import Vocabulary

/// What one row of a table says: about whom, and which facts.
///
/// Nothing here is matched with the register yet: the person is described by what identifies them, and facts that point to other things
/// carry a `Link` in place of the number which only the register can give.
public struct ImportRow: Hashable, Sendable {
    /// The line of the file on which the row begins, from 1.
    public var line: Int
    /// The person the row is about; nil where it is about a place or about nobody.
    public var person: ImportPerson?
    /// The facts, in the order in which they must be written: a link points to an earlier one.
    public var facts: [ImportFact]
    /// What a sentinel counted, of a table of counts: then there is neither person nor fact.
    public var count: SentinelCount?
    /// What was read with a doubt or left out, for people to look at.
    public var warnings: [LocalizedText]

    /// A row from its parts.
    public init(line: Int = 0, person: ImportPerson?, facts: [ImportFact], count: SentinelCount? = nil, warnings: [LocalizedText] = []) {
        self.line = line
        self.person = person
        self.facts = facts
        self.count = count
        self.warnings = warnings
    }
}

/// What a row says of a person.
public struct ImportPerson: Hashable, Sendable {
    /// The number the person or their case goes by in the file and its companions, such as `SK_1`.
    public var number: String?
    /// Who the person is. Where the file names nobody, `name` holds the number; see `isNamed`.
    public var identity: Identity
    /// Whether `identity.name` is a name.
    public var isNamed: Bool
    /// Sex as recorded, or as the document number says.
    public var sex: Sex?
    /// Day of birth as recorded, or as the document number says.
    public var birthDate: CivilDate?
    /// Age in years where no day of birth is known.
    public var age: Int?
    /// Where the person lives.
    public var residence: TerritoryCode?
    /// Groups that a policy treats differently.
    public var groups: Set<SpecialGroup>
    /// Occupation in the words of the file.
    public var occupation: String?
    /// Where the person is, if elsewhere than at home.
    public var location: TerritoryCode?

    /// A person from its parts.
    public init(
        number: String? = nil, identity: Identity, isNamed: Bool = true, sex: Sex? = nil, birthDate: CivilDate? = nil, age: Int? = nil,
        residence: TerritoryCode? = nil, groups: Set<SpecialGroup> = [], occupation: String? = nil, location: TerritoryCode? = nil
    ) {
        self.number = number
        self.identity = identity
        self.isNamed = isNamed
        self.sex = sex
        self.birthDate = birthDate
        self.age = age
        self.residence = residence
        self.groups = groups
        self.occupation = occupation
        self.location = location
    }

    /// What identifies the person.
    public var reference: PersonReference {
        PersonReference(
            number: number, documentNumber: identity.documentNumber, name: isNamed ? identity.name : nil, phone: identity.phones.first)
    }

    /// The register's value for a person not known before, living in `territory` unless the row says where.
    public func person(livingIn territory: TerritoryCode) -> Person {
        Person(sex: sex, birthDate: birthDate, residence: residence ?? territory, groups: groups, occupation: occupation, location: location)
    }

    /// What is known of a person, completed by what the row adds; nothing known is lost or overwritten by a blank.
    public func completing(_ known: Person) -> Person {
        Person(
            sex: sex ?? known.sex, birthDate: birthDate ?? known.birthDate, residence: residence ?? known.residence,
            groups: known.groups.union(groups), occupation: occupation ?? known.occupation, location: location ?? known.location)
    }
}

/// What identifies a person in a file, to be matched in this order: document, phone with name, number.
public struct PersonReference: Hashable, Sendable {
    /// The number the person goes by in the file or its companions.
    public var number: String?
    /// Number of the identity document, normalised.
    public var documentNumber: String?
    /// Name as written.
    public var name: String?
    /// Telephone, normalised.
    public var phone: String?

    /// A reference from its parts.
    public init(number: String? = nil, documentNumber: String? = nil, name: String? = nil, phone: String? = nil) {
        self.number = number
        self.documentNumber = documentNumber
        self.name = name
        self.phone = phone
    }

    /// Whether nothing identifies anybody.
    public var isEmpty: Bool { number == nil && documentNumber == nil && name == nil && phone == nil }
}

/// What a place goes by in a file, to be matched in this order: number of the register, name within a territory.
public struct PlaceReference: Hashable, Sendable {
    /// The number the register gave it.
    public var number: Int64?
    /// Name as written.
    public var name: String?
    /// Where it lies, or somewhere around.
    public var territory: TerritoryCode?

    /// A reference from its parts.
    public init(number: Int64? = nil, name: String? = nil, territory: TerritoryCode? = nil) {
        self.number = number
        self.name = name
        self.territory = territory
    }
}

/// A fact as a file states it.
public struct ImportFact: Hashable, Sendable {
    /// The fact; where `link` says so, a reference in it is still open (its number is 0).
    public var fact: Fact
    /// What the open reference points to.
    public var link: Link
    /// When it happened.
    public var happenedAt: Instant
    /// When the authority knew, if the file says so; never before it happened.
    public var knownAt: Instant?

    /// What a fact points to before the register has given out numbers.
    public enum Link: Hashable, Sendable {
        /// To nothing.
        case none
        /// An exposure: to the person exposed to.
        case person(PersonReference)
        /// A result or a change: to the thing described by an earlier fact of the same row.
        case fact(Int)
        /// A visit: to the place. Of a place itself: by what it is found again.
        case place(PlaceReference)
    }

    /// A fact from its parts.
    public init(_ fact: Fact, link: Link = .none, happenedAt: Instant, knownAt: Instant? = nil) {
        self.fact = fact
        self.link = link
        self.happenedAt = happenedAt
        self.knownAt = knownAt.map { max($0, happenedAt) }
    }

    /// The exposure with the person exposed to filled in.
    public func fact(exposedTo index: PersonID) -> Fact {
        guard case .exposure(var exposure) = fact else { return fact }
        exposure.index = index
        return .exposure(exposure)
    }

    /// The fact with its open reference filled in: `entity` is the number of the thing that the linked fact of the row describes.
    public func fact(linkedTo entity: Int64) -> Fact {
        switch fact {
        case .result(var result):
            result.specimen = Reference(rawValue: entity)
            return .result(result)
        case .caseChange(var change):
            change.of = Reference(rawValue: entity)
            return .caseChange(change)
        default: return fact
        }
    }
}

/// Why a row was not taken: every fault in it, so that it can be corrected in one go.
public struct RowRejection: Error, Hashable, Sendable {
    /// The file.
    public let file: String
    /// The line on which the row begins, from 1.
    public let line: Int
    /// What is wrong.
    public let problems: [CellProblem]
    /// The row's cells as the file has them.
    public let cells: [String]

    /// All faults in one line.
    public var text: LocalizedText {
        LocalizedText(
            zh: "第\(line)行：" + problems.map(\.text.zh).joined(separator: "；"),
            en: "line \(line): " + problems.map(\.text.en).joined(separator: "; "))
    }
}

/// What is wrong with a cell, what was found, and what would be accepted.
public struct CellProblem: Hashable, Sendable {
    /// The column's place, from 1; nil if the file has no such column.
    public let column: Int?
    /// The column's header in the file, or its name where the file has none.
    public let header: LocalizedText
    /// What the cell holds, shortened; of documents and telephones only as much as finds the cell again.
    public let found: String
    /// What is wrong.
    public let reason: Reason

    /// What can be wrong with a cell.
    public enum Reason: Hashable, Sendable {
        case missing
        /// Neither document nor telephone with name nor number.
        case unidentified
        case notADate
        case impossibleDate
        case twoDigitYear
        case noYear
        /// Day and month could be exchanged, and nothing in the column tells which is which.
        case ambiguousDate
        /// Later than now.
        case future
        /// Not one of a closed list.
        case notAChoice(accepted: LocalizedText)
        case notANumber(accepted: LocalizedText)
        case identifier(IdentifierError)
        /// A spreadsheet turned a long number into `4.3E+17`.
        case rounded
        case unknownTerritory
        /// Several territories go by the name.
        case ambiguousTerritory([TerritoryCode])
        /// Characters that the file's encoding does not know.
        case undecodable
        /// Later than what must come after it.
        case after(LocalizedText)
        case tooLong(limit: Int)
        /// A quotation mark that is not closed.
        case unclosedQuote
        /// Text between a closing quotation mark and the next separator.
        case textAfterQuote
        /// More cells than the header has columns.
        case extraCells(columns: Int)
        /// The register refuses what the row says, for the reason given.
        case refused(LocalizedText)
    }

    /// What is wrong and what would be accepted.
    public var text: LocalizedText {
        let reason = reason.text
        let place = column.map { LocalizedText(zh: "第\($0)列“\(header.zh)”", en: "column \($0) “\(header.en)”") } ?? header
        guard !found.isEmpty else { return LocalizedText(zh: place.zh + "：" + reason.zh, en: place.en + ": " + reason.en) }
        return LocalizedText(zh: place.zh + "：“\(found)”" + reason.zh, en: place.en + ": “\(found)” " + reason.en)
    }
}

extension CellProblem.Reason {
    /// What is wrong and what would be accepted.
    public var text: LocalizedText {
        switch self {
        case .missing: LocalizedText(zh: "必填", en: "is required")
        case .unidentified:
            LocalizedText(zh: "须有证件号码，或姓名加联系电话，或编号", en: "needs a document number, or name and telephone, or a number of the file")
        case .notADate:
            LocalizedText(zh: "不是日期，应如2022-03-19或2022/3/19 10:30", en: "is no date; accepted are 2022-03-19, 2022/3/19 10:30 and the like")
        case .impossibleDate: LocalizedText(zh: "这一天或时刻不存在", en: "is a day or time that does not exist")
        case .twoDigitYear: LocalizedText(zh: "年份须写四位", en: "has a year of two digits; write all four")
        case .noYear: LocalizedText(zh: "缺少年份", en: "has no year")
        case .ambiguousDate:
            LocalizedText(
                zh: "月和日无法分辨，本列没有一格能说明；请在导入时指定日期顺序",
                en: "could be day/month or month/day, and no cell of the column tells; state the order with the import")
        case .future: LocalizedText(zh: "晚于当前时间", en: "lies in the future")
        case .notAChoice(let accepted): LocalizedText(zh: "不在可选值内，应为：\(accepted.zh)", en: "is not accepted; accepted are: \(accepted.en)")
        case .notANumber(let accepted): LocalizedText(zh: "应为\(accepted.zh)", en: "must be \(accepted.en)")
        case .identifier(let error): error.text
        case .rounded:
            LocalizedText(
                zh: "已被电子表格四舍五入，请将该列设为文本后重新录入", en: "was rounded by a spreadsheet; make the column text and enter the number again")
        case .unknownTerritory: LocalizedText(zh: "不是已知地区的编码或名称", en: "is neither the code nor the name of a known territory")
        case .ambiguousTerritory(let codes):
            LocalizedText(
                zh: "有多个同名地区，请写编码：" + codes.map(\.digits).joined(separator: "、"),
                en: "names several territories, write the code: " + codes.map(\.digits).joined(separator: ", "))
        case .undecodable: LocalizedText(zh: "含有无法解码的字符", en: "holds characters that cannot be decoded")
        case .after(let other): LocalizedText(zh: "晚于\(other.zh)", en: "is later than \(other.en)")
        case .tooLong(let limit): LocalizedText(zh: "超过\(limit)字节", en: "is longer than \(limit) bytes")
        case .unclosedQuote: LocalizedText(zh: "引号没有成对", en: "has a quotation mark that is not closed")
        case .textAfterQuote:
            LocalizedText(zh: "引号之后还有文字；单元格内的引号须写两次", en: "has text after a closing quotation mark; write quotation marks inside a cell twice")
        case .refused(let reason): reason
        case .extraCells(let columns): LocalizedText(zh: "单元格多于表头的\(columns)列", en: "has more cells than the \(columns) columns of the header")
        }
    }
}
