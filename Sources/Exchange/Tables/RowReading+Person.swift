import Register
import Vocabulary

extension RowCells {
    /// What the row says of its person; nil with problems noted if it identifies nobody.
    mutating func person() -> ImportPerson? {
        let number = text(.personNumber)
        let name = text(.name) ?? joinedName()
        let document = document(.document, type: .documentType)
        let phones = [phone(.phone), phone(.otherPhone)].compactMap(\.self)
        if number == nil, document == nil, name == nil || phones.isEmpty, problems.isEmpty {
            refuse(column: nil, .unidentified)
            return nil
        }
        var person = ImportPerson(
            number: number,
            identity: Identity(
                name: name ?? number ?? document?.number ?? "", documentNumber: document?.number, phones: phones, address: text(.address),
                guardian: text(.guardian), employer: text(.employer)),
            isNamed: name != nil)
        person.sex = choice(.sex, as: Sex.self)
        person.birthDate = date(.birthDate, mayLieAhead: true) ?? birthDateOfParts()
        person.age = integer(.age, in: 0...130)
        let today = plan.zone.date(of: plan.context.now)
        if case .resident(let id) = document {
            complete(&person, with: id)
        } else if let birth = person.birthDate, birth > today {
            // Only invented people are born in years to come, and their documents say so.
            refuse(.birthDate, .future)
        }
        person.residence = territory(.residence) ?? residenceByNames()
        person.location = territory(.location)
        person.occupation = text(.occupation)
        person.groups = groups()
        if person.birthDate != nil { person.age = nil }
        return person
    }

    /// Chinese names stand together, family name first; others as they are called.
    private mutating func joinedName() -> String? {
        let parts = (text(.familyName), text(.givenName))
        guard let family = parts.0, let given = parts.1 else { return parts.0 ?? parts.1 }
        let isHan = family.unicodeScalars.contains { $0.properties.isIdeographic }
        return isHan ? family + given : given + " " + family
    }

    private mutating func birthDateOfParts() -> CivilDate? {
        guard has(.birthYear), let year = integer(.birthYear, in: 1800...2200), let month = integer(.birthMonth, in: 1...12),
            let day = integer(.birthDay, in: 1...31)
        else { return nil }
        guard let date = CivilDate(year: year, month: month, day: day) else {
            refuse(.birthDay, .impossibleDate)
            return nil
        }
        return date
    }

    /// The document says sex and birth; a file that says otherwise is told so, and what it says is kept.
    private mutating func complete(_ person: inout ImportPerson, with id: ResidentID) {
        if let sex = person.sex, sex != id.sex {
            warnings.append(LocalizedText(zh: "性别与身份证号不一致", en: "sex and identity number disagree"))
        }
        if let date = person.birthDate, date != id.birthDate {
            warnings.append(LocalizedText(zh: "出生日期与身份证号不一致", en: "date of birth and identity number disagree"))
        }
        person.sex = person.sex ?? id.sex
        person.birthDate = person.birthDate ?? id.birthDate
    }

    /// Province, prefecture, county and township in columns of their own, as far down as they are filled in and known.
    private mutating func residenceByNames() -> TerritoryCode? {
        guard has(.county) || has(.prefecture) || has(.township), let names = plan.context.territories else { return nil }
        let parts = [text(.province), text(.prefecture), text(.county), text(.township)]
        guard let lowest = parts.lastIndex(where: { $0 != nil }) else { return nil }
        for end in stride(from: lowest, through: 0, by: -1) {
            let codes = names.codes(named: parts[...end].compactMap(\.self).joined())
            if codes.count == 1 { return codes[0] }
        }
        warnings.append(LocalizedText(zh: "现住地区未能识别", en: "the residence is not recognised"))
        return nil
    }

    private mutating func groups() -> Set<SpecialGroup> {
        guard let bytes = bytes(.groups) else { return [] }
        var groups: Set<SpecialGroup> = []
        for part in String(decoding: bytes, as: UTF8.self).split(whereSeparator: { "、，,;；/|".contains($0) }) {
            guard let value = ChoiceSet.groups.value(of: part.trimmingSpaces) else {
                refuse(.groups, .notAChoice(accepted: ChoiceSet.groups.accepted))
                return []
            }
            if let group = SpecialGroup(rawValue: value) { groups.insert(group) }
        }
        return groups
    }

    /// The person exposed to.
    mutating func index() -> PersonReference {
        PersonReference(
            number: text(.indexNumber), documentNumber: document(.indexDocument)?.number, name: text(.indexName), phone: phone(.indexPhone))
    }
}

extension StringProtocol {
    /// Without spaces at its ends.
    var trimmingSpaces: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
