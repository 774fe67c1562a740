import Register
import Vocabulary

extension RowCells {
    /// What the row says of a place; problems are noted.
    ///
    /// Two rows of a file that call a place the same and describe it otherwise contradict each other: the later is refused, so that importing
    /// the file again changes nothing.
    mutating func placeFacts() -> [ImportFact] {
        let known = instant(.known)
        let (reference, placeClass) = (placeReference(), text(.placeClass))
        let needed = (
            require(.placeName, reference.name), require(.placeClass, placeClass),
            require(.placeTerritory, reference.territory ?? plan.context.territory)
        )
        let rest = (text(.placeAddress), creditCode(), integer(.capacity, in: 1...1_000_000), text(.responsible))
        guard let name = needed.0, let placeClass = needed.1, let territory = needed.2, problems.isEmpty else { return [] }
        let place = Place(
            name: name, placeClass: placeClass, territory: territory, address: rest.0, socialCreditCode: rest.1, ratedCapacity: rest.2,
            responsible: rest.3)
        let named = PlaceReference(number: reference.number, name: name, territory: territory)
        if let (line, earlier) = described[named], earlier != place {
            refuse(
                column: nil,
                .refused(
                    LocalizedText(
                        zh: "第\(line)行已登记同一地区的同名场所，内容不同；请合并，或用不同名称区分",
                        en: "describes a place of the same name and territory as line \(line) does, but otherwise; name them apart")))
            return []
        }
        described[named] = (row.line, place)
        return [ImportFact(.place(place), link: .place(named), happenedAt: known ?? plan.context.now, knownAt: known)]
    }

    /// That the person of the row was in a place; problems are noted.
    mutating func visitFacts() -> [ImportFact] {
        let (entered, left) = (instant(.entered), instant(.left))
        check(.entered, entered, notAfter: .left, left)
        let place = placeReference()
        if place.number == nil, place.name == nil, problems.isEmpty { refuse(.placeName, .missing) }
        guard let entered = require(.entered, entered) else { return [] }
        let visit = Visit(place: Reference(rawValue: 0), until: left)
        return [ImportFact(.visit(visit), link: .place(place), happenedAt: entered)]
    }

    private mutating func placeReference() -> PlaceReference {
        PlaceReference(number: placeNumber(), name: text(.placeName), territory: territory(.placeTerritory))
    }

    private mutating func placeNumber() -> Int64? {
        guard let text = text(.placeNumber) else { return nil }
        guard let number = Int64(text), number > 0 else {
            refuse(.placeNumber, .notANumber(accepted: LocalizedText(zh: "登记系统给出的场所编号", en: "the number that the register gave the place")))
            return nil
        }
        return number
    }

    private mutating func creditCode() -> String? {
        guard let text = text(.creditCode) else { return nil }
        do {
            return try SocialCreditCode(text).code
        } catch {
            refuse(.creditCode, .identifier(error))
            return nil
        }
    }
}
