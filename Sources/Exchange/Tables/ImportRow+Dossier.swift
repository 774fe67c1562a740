import Register
import Vocabulary

/// What an export must be told about a person beside the dossier: who they are, and by which numbers files call people.
public struct ExportedPerson: Sendable {
    /// Who the person is, opened for a stated purpose.
    public var identity: Identity
    /// Whether `identity.name` is a name.
    public var isNamed: Bool
    /// The number by which other rows and files refer to the person.
    public var number: String?

    /// From its parts.
    public init(identity: Identity, isNamed: Bool = true, number: String? = nil) {
        self.identity = identity
        self.isNamed = isNamed
        self.number = number
    }
}

extension Dossier {
    /// The rows of a kind that this dossier gives, to be written with `TableWriter`.
    ///
    /// A row carries what its columns can say. Of a case that is its report, its last change of class and its end; changes of severity stay
    /// behind. Specimens of pools lose the pool.
    ///
    /// - Parameters:
    ///   - kind: What the rows are about.
    ///   - person: Who the dossier is about.
    ///   - reference: What identifies another person in the file: the index of an exposure. Exposures to people it knows nothing of are left out.
    public func rows(of kind: TableKind, person exported: ExportedPerson, reference: (PersonID) -> PersonReference?) -> [ImportRow] {
        let described = described(as: exported)
        return facts(of: kind, reference: reference).map { ImportRow(person: described, facts: $0) }
    }

    /// Who the dossier is about, as rows describe a person.
    public func described(as exported: ExportedPerson) -> ImportPerson {
        let known = person?.value
        return ImportPerson(
            number: exported.number, identity: exported.identity, isNamed: exported.isNamed, sex: known?.sex, birthDate: known?.birthDate,
            residence: known?.residence, groups: known?.groups ?? [], occupation: known?.occupation, location: known?.location)
    }

    private func facts(of kind: TableKind, reference: (PersonID) -> PersonReference?) -> [[ImportFact]] {
        switch kind {
        case .cases: cases.map(facts(of:))
        case .contacts, .exposures:
            exposures.compactMap { exposure in
                guard let index = reference(exposure.value.index) else { return nil }
                return [exposure.exported(.exposure(exposure.value.unresolved), link: .person(index))]
            }
        case .tests:
            specimens.flatMap { specimen in
                let alone = specimen.exported(.specimen(specimen.value.unresolved))
                let found = results.filter { $0.value.specimen == specimen.id }
                return found.isEmpty ? [[alone]] : found.map { [alone, $0.exported(.result($0.value.unresolved), link: .fact(0))] }
            }
        case .arrivals: arrivals.map { [$0.exported(.arrival($0.value))] }
        case .stays: stays.map { [$0.exported(.stay($0.value))] }
        case .posts: posts.map { [$0.exported(.post($0.value))] }
        case .vaccinations: vaccinations.map { [$0.exported(.vaccination($0.value))] }
        // Places and counts are about no person, and visits are kept apart from the facts.
        case .places, .visits, .counts: []
        }
    }

    private func facts(of report: Recorded<CaseReport>) -> [ImportFact] {
        var facts = [report.exported(.caseReport(report.value))]
        let changes = caseChanges.filter { $0.value.of == report.id }
        let classed = changes.last { if case .classified = $0.value.change { true } else { false } }
        let ended = changes.last { change in
            switch change.value.change {
            case .closed, .excluded: true
            default: false
            }
        }
        for change in [classed, ended].compactMap(\.self) {
            facts.append(change.exported(.caseChange(CaseChange(of: Reference(rawValue: 0), change: change.value.change)), link: .fact(0)))
        }
        if let death, case .closed(.died)? = ended?.value.change { facts.append(death.exported(.death(death.value))) }
        return facts
    }
}

extension Recorded {
    fileprivate func exported(_ fact: Fact, link: ImportFact.Link = .none) -> ImportFact {
        ImportFact(fact, link: link, happenedAt: happenedAt, knownAt: knownAt)
    }
}

extension Exposure {
    /// The exposure with its index left open.
    var unresolved: Exposure {
        var copy = self
        copy.index = PersonID(rawValue: 0)
        return copy
    }
}

extension Specimen {
    /// The specimen without its pool, whose number means nothing elsewhere.
    var unresolved: Specimen {
        var copy = self
        copy.pool = nil
        return copy
    }
}

extension TestResult {
    /// The result with its specimen left open.
    var unresolved: TestResult {
        var copy = self
        copy.specimen = Reference(rawValue: 0)
        return copy
    }
}
