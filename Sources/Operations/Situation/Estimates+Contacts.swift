import Epidemiology
import Obligations
import Register
import Storage
import Vocabulary

extension Estimates {
    /// The close contacts of a territory's cases, wherever they live.
    public struct Contacts: Hashable, Sendable {
        /// That somebody was exposed to a case.
        public struct Exposed: Hashable, Sendable {
            /// The contact.
            public var person: PersonID
            /// The case they were exposed to.
            public var index: PersonID
            /// Where and how they met.
            public var setting: ContactSetting
            /// The last day of it.
            public var last: CivilDate

            /// An exposure from its parts.
            public init(person: PersonID, index: PersonID, setting: ContactSetting, last: CivilDate) {
                self.person = person
                self.index = index
                self.setting = setting
                self.last = last
            }
        }

        /// Every close exposure to one of the cases.
        public var exposed: [Exposed]
        /// Contacts who became cases of another territory.
        public var casesElsewhere: [CaseLine]

        /// Contacts from their parts; without any, of nobody.
        public init(exposed: [Exposed] = [], casesElsewhere: [CaseLine] = []) {
            self.exposed = exposed
            self.casesElsewhere = casesElsewhere
        }
    }

    /// Secondary attack rates by setting: of the contacts exposed there and followed long enough, those whom a known case infected there.
    ///
    /// Somebody exposed to several cases in one setting counts once in it. Who fell ill no later than everybody they were exposed to was no contact of
    /// theirs, but perhaps the source.
    static func attackRates(
        _ contacts: Contacts, _ links: TransmissionLinks, _ events: [PersonID: CivilDate], settledBy: CivilDate?
    ) -> [AttackRate<ContactSetting>] {
        guard let settledBy else { return [] }
        struct Meeting: Hashable {
            let person: PersonID
            let setting: ContactSetting
        }
        var meetings: [Meeting: (last: CivilDate, firstIndex: CivilDate)] = [:]
        for exposed in contacts.exposed {
            guard let began = events[exposed.index] else { continue }
            let meeting = Meeting(person: exposed.person, setting: exposed.setting)
            let known = meetings[meeting] ?? (exposed.last, began)
            meetings[meeting] = (max(known.last, exposed.last), min(known.firstIndex, began))
        }
        let followed = meetings.filter { meeting, days in
            days.last <= settledBy && events[meeting.person].map { $0 > days.firstIndex } ?? true
        }
        return AttackRate.bySetting(followed.keys.map { (setting: $0.setting, infected: links.setting[$0.person] == $0.setting) })
    }
}

extension Operations {
    /// The close contacts of a situation's cases as known at its moment, from all territories: for figures only.
    public func contacts(of situation: Situation) async throws -> Estimates.Contacts {
        let (moment, policies) = (situation.asOf, policies)
        return try await store.read(.systemUnrestricted) { reader in
            let exposed = situation.isPast ? try reader.closeContactsAsKnown(of: situation) : try reader.closeContacts(of: situation)
            let own = Set(situation.cases.map(\.person))
            let others = Set(exposed.map(\.person)).subtracting(own)
            let reported = Set(try reader.reportedCases(asOf: moment).map(\.person)).intersection(others)
            let elsewhere = try reported.sorted { $0.rawValue < $1.rawValue }.compactMap { person in
                let dossier = Dossier(id: person, records: try reader.records(of: person), asOf: moment)
                return CaseLine(dossier, standing: policies.standing(of: dossier))
            }
            return Estimates.Contacts(exposed: exposed, casesElsewhere: elsewhere)
        }
    }
}

extension Reader {
    /// Close exposures to a situation's cases, as they are known now.
    func closeContacts(of situation: Situation) throws -> [Estimates.Contacts.Exposed] {
        let meetings = try meetings(with: situation.cases.map(\.person)).seen
        return situation.cases.flatMap { line in
            (meetings[line.person] ?? []).filter { $0.nearness == .close }.map {
                Estimates.Contacts.Exposed(person: $0.person, index: line.person, setting: $0.setting, last: $0.last)
            }
        }
    }

    /// The same as known at its moment: from the facts, one by one.
    func closeContactsAsKnown(of situation: Situation) throws -> [Estimates.Contacts.Exposed] {
        var exposed: [Estimates.Contacts.Exposed] = []
        for line in situation.cases {
            for record in try exposures(to: line.person, limit: .max).map(\.record).inForce(asOf: situation.asOf) {
                guard case .exposure(let exposure) = record.fact, exposure.nearness == .close, let person = record.subject.person else { continue }
                exposed.append(.init(person: person, index: line.person, setting: exposure.setting, last: exposure.last))
            }
        }
        return exposed
    }
}
