import Register
import Vocabulary

extension WorldStage {
    /// Puts down the last dose of somebody whose roster tells none, as the register of vaccination gives it when the person is registered: by age as it was
    /// in spring 2022, most children with the full course, most adults with a booster, the oldest least of all.
    ///
    /// Nobody is given a dose so long ago that the next would be overdue: what the demo's lists of doses due show are the posts'.
    func vaccinated(_ draft: PersonDraft) -> PersonDraft {
        guard let (person, knownAt) = draft.description, let born = person.birthDate, !draft.facts.contains(where: { $0.fact.isDose }) else {
            return draft
        }
        var (draft, own) = (draft, seed.stream("residentDoses", UInt64(draft.number)))
        let age = today.components.year - born.components.year
        // Per cent with a booster, with the full course without, with one dose.
        let shares: (booster: Int, full: Int, begun: Int)
        switch age {
        case ..<3: return draft
        case 3..<12: shares = (0, 84, 7)
        case 12..<18: shares = (0, 93, 3)
        case 18..<60: shares = (58, 33, 2)
        case 60..<80: shares = (52, 31, 3)
        default: shares = (22, 30, 5)
        }
        let lot = own.next(below: 100)
        let (dose, day): (Int, CivilDate)
        if lot < shares.booster {
            (dose, day) = (3, today - Days(own.next(in: 30...160)))
        } else if lot < shares.booster + shares.full {
            (dose, day) = (2, today - Days(own.next(in: 40...150)))
        } else if lot < shares.booster + shares.full + shares.begun {
            (dose, day) = (1, today - Days(own.next(in: 3...18)))
        } else {
            return draft
        }
        let given = zone.instant(day, hour: 9) + own.span(minutes: 0...420)
        if given < knownAt { draft.record(.vaccination(Vaccination(product: "inactivated", dose: dose)), at: given, knownAt: knownAt) }
        return draft
    }
}

extension PersonDraft {
    /// The person as described first, and since when that was known.
    fileprivate var description: (person: Person, knownAt: Instant)? {
        for entry in facts { if case .person(let person) = entry.fact { return (person, entry.knownAt) } }
        return nil
    }
}

extension Fact {
    fileprivate var isDose: Bool { if case .vaccination = self { true } else { false } }
}
