import Exchange
import Linkage
import Vocabulary

/// Which columns of a file are compared, and as what; which names its records.
struct LinkColumns {
    /// The column that names a record; nil numbers them from 1.
    var identifier: Int?
    /// The compared columns: the common key under which both files know a field, its kind, the column.
    var fields: [(key: String, kind: LinkageField.Kind, column: Int)] = []
    /// Headers that nothing was made of.
    var ignored: [String] = []

    /// Recognises the columns of a file.
    ///
    /// - Parameter mapping: By header: a kind of field, `id`, or nil to leave the column out. What it does not name is recognised as usual.
    init(_ headers: [String], mapping: LinkMapping?) {
        for (column, header) in headers.enumerated() {
            let key = LinkColumns.normalised(header)
            if let mapped = mapping?.columns[header] ?? mapping?.columns[key] {
                take(mapped, key, column, header)
            } else if let known = LinkColumns.known[key] {
                take(known, key, column, header)
            } else {
                ignored.append(header)
            }
        }
        // A whole name beside its parts says nothing more.
        if has(.givenName), has(.familyName) { fields.removeAll { $0.kind == .fullName } }
    }

    private func has(_ kind: LinkageField.Kind) -> Bool { fields.contains { $0.kind == kind } }

    private mutating func take(_ role: Role, _ key: String, _ column: Int, _ header: String) {
        switch role {
        case .identifier where identifier == nil: identifier = column
        case .identifier, .nothing: ignored.append(header)
        case .field(let kind):
            // Several places and words may stand side by side; of everything else the first column counts.
            let isMany = kind == .place || kind == .text || kind == .document || kind == .phone
            if !isMany, has(kind) { return ignored.append(header) }
            let first = isMany && kind != .place && kind != .text && !has(kind)
            fields.append((isMany && !first ? key : kind.rawValue, kind, column))
        }
    }

    /// What a column can be.
    enum Role: Hashable {
        case identifier
        case nothing
        case field(LinkageField.Kind)
    }

    /// Lower case without spaces and punctuation.
    static func normalised(_ header: String) -> String {
        String(header.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }.map(Character.init))
    }

    private static let known: [String: Role] = {
        let names: [(Role, String)] = [
            (.identifier, "id uid uniqueid recid recordid recordnumber rowid 编号 记录编号 记录号 登记号 唯一标识"),
            (.nothing, "person personid cluster clusterid entity entityid truth errors label"),
            (.field(.fullName), "name fullname 姓名 名字 personname"),
            (.field(.givenName), "firstname givenname givennames forename given fname 名"),
            (.field(.familyName), "surname lastname familyname family lname 姓 姓氏"),
            (.field(.sex), "sex gender 性别"),
            (.field(.birthDate), "dob birthdate dateofbirth birthday birth 出生日期 出生年月日 生日"),
            (.field(.phone), "phone phonenumber telephone tel mobile mobilephone cellphone 电话 手机 手机号 手机号码 联系电话 联系方式 电话号码"),
            (
                .field(.document),
                "docno document documentno documentnumber idnumber idno idcard nationalid socsecid ssn passport passportno 身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 护照号"
            ),
            (.field(.email), "email emailaddress mail 邮箱 电子邮箱 电子邮件"),
            (.field(.territory), "territory territorycode villagecode areacode divisioncode regioncode 区划代码 行政区划代码 村代码 地区编码"),
            (.field(.address), "address fulladdress residence homeaddress 地址 住址 现住址 详细地址 家庭住址 居住地址"),
            (
                .field(.place),
                "city town suburb postcode postcodefake zip zipcode state county district streetnumber housenumber street address1 address2 birthplace 城市 市 县 区 街道 村 省"
            ),
            (.field(.text), "occupation job profession 职业 单位 工作单位"),
        ]
        var known: [String: Role] = [:]
        for (role, words) in names { for word in words.split(separator: " ") { known[String(word)] = role } }
        return known
    }()
}

/// A mapping of columns from a file: `{ "columns": { "Kundennr": "id", "Geb": "birthDate", "Notiz": null } }`.
struct LinkMapping: Decodable {
    let columns: [String: LinkColumns.Role]

    private enum Key: String, CodingKey { case columns }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let named = try container.decode([String: String?].self, forKey: .columns)
        columns = try Dictionary(
            uniqueKeysWithValues: named.map { header, word in
                guard let word else { return (header, .nothing) }
                if word == "id" { return (header, .identifier) }
                guard let kind = LinkageField.Kind(rawValue: word) else {
                    let kinds = LinkageField.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                    throw DecodingError.dataCorruptedError(
                        forKey: .columns, in: container,
                        debugDescription: "“\(header)”: “\(word)” is no kind of field; accepted are id, \(kinds) or null")
                }
                return (header, .field(kind))
            })
    }
}
