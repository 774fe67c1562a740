import Policy
import Register
import Vocabulary

/// What is done at the doors of people isolated at home, and the doses that holders of posts have had.
///
/// Both draw from streams of their own, so that the rest of a world stays as it was.
extension WorldStage {
    /// Puts down the seal, the checks and the deliveries of the stays at home put down since `first`.
    mutating func careAtHome(_ draft: inout PersonDraft, since first: Int) {
        var latest: [Int: InventedFact] = [:]
        for entry in draft.facts.dropFirst(first) {
            if case .stay(let stay) = entry.fact, stay.mode == .homeIsolation { latest[entry.revises ?? entry.local] = entry }
        }
        var own = seed.stream("home", UInt64(draft.number))
        for (_, entry) in latest.sorted(by: { $0.key < $1.key }) {
            guard case .stay(let stay) = entry.fact else { continue }
            let share = diligence.share(.followUp, in: stay.territory)
            let (began, end) = (entry.happenedAt, stay.until ?? moment)
            nameTeam(&draft, stay, from: began, until: end, share: share)
            let seal = own.unit()
            if seal < 0.985 {
                let after = seal < share - 0.02 ? own.span(minutes: 20...200) : own.span(minutes: 250...900)
                draft.record(.act(Act(deed: .doorSealed, means: .onSite)), at: began + after, after: own.span(minutes: 2...20))
            }
            var date = zone.date(of: began)
            while zone.instant(date) < end {
                for half in 0..<2 {
                    let opens = zone.instant(date) + .hours(12 * half)
                    let seen = opens + .hours(half == 0 ? 7 : 3) + own.span(minutes: 0...240)
                    guard opens >= began, seen < end, own.chance(share) else { continue }
                    let means: Act.Means = own.chance(0.7) ? .visit : .telephone
                    draft.record(
                        .act(Act(deed: .followedUp, means: means, finding: own.chance(0.99) ? .well : .unwell)), at: seen,
                        after: own.span(minutes: 1...15))
                }
                date = date + 1
            }
            var delivery = zone.date(of: began) + 1
            while zone.instant(delivery) < end {
                let brought = zone.instant(delivery, hour: 10) + own.span(minutes: 0...1500)
                if brought < end, own.chance(share) {
                    draft.record(.act(Act(deed: .delivered, means: .onSite)), at: brought, after: own.span(minutes: 2...30))
                }
                delivery = delivery + 2
            }
        }
    }

    /// Puts down the doses of a holder of a post as they stood in the register of vaccination when the roster was drawn up.
    mutating func doses(_ draft: inout PersonDraft, knownAt: Instant) {
        var own = seed.stream("doses", UInt64(draft.number))
        let lot = own.unit()
        // Of ten thousand 120 have none, 60 one dose of two, 320 no booster; some boosters come later than the policy gives time for.
        guard lot >= 0.012 else { return }
        let first = today - Days(own.next(in: 215...330))
        let second = first + Days(own.next(in: 21...45))
        var days = [first]
        if lot >= 0.018 { days.append(second) }
        let booster = second + Days(own.chance(0.95) ? own.next(in: 180...192) : own.next(in: 196...212))
        if lot >= 0.05, zone.instant(booster, hour: 17) < min(knownAt, moment) { days.append(booster) }
        for (position, day) in days.enumerated() {
            let given = zone.instant(day, hour: 9) + own.span(minutes: 0...420)
            guard given < knownAt else { continue }
            draft.record(.vaccination(Vaccination(product: "inactivated", dose: position + 1)), at: given, knownAt: knownAt)
        }
    }
}

extension WorldStage {
    /// Puts down who answers for somebody isolated at home: a name to each part that the policy asks for, mostly within its hours.
    private mutating func nameTeam(_ draft: inout PersonDraft, _ stay: Stay, from began: Instant, until end: Instant, share: Double) {
        let parts = CommunityRules.TeamMember.allCases.filter(policy.community.homeTeam.contains)
        var own = seed.stream("homeTeam", UInt64(draft.number))
        let lot = own.unit()
        guard !parts.isEmpty, lot < 0.985 else { return }
        let named = began + (lot < share - 0.02 ? own.span(minutes: 15...190) : own.span(minutes: 260...800))
        guard named < end else { return }
        let year = today.components.year
        let members = parts.map { part in
            Grid.Member(
                part: part.rawValue,
                name: InventedNames.name(sex: own.chance(0.5) ? .female : .male, birthYear: year - own.next(in: 28...58), using: &own).chinese)
        }
        // In the neighbourhood whose grids are laid out the team is a grid's.
        let place = HunanMarch2022.gridded(stay.territory, turn: draft.number)
        draft.record(.homeTeam(HomeTeam(territory: place, members: members)), at: named, after: own.span(minutes: 1...8))
    }
}

extension HunanMarch2022 {
    /// One of the grids of the township whose neighbourhood has some; any other territory itself.
    static func gridded(_ territory: TerritoryCode, turn: Int) -> TerritoryCode {
        guard territory.digits == "430111007" else { return territory }
        return TerritoryCode("43011100700500\(1 + turn % 3)") ?? territory
    }
}
