import Exchange
import Obligations
import Register
import Storage
import Vocabulary

/// A list that a source handed in as a file for an order to look back, once its rows are in the register.
public struct LookBackList: Hashable, Sendable, Codable {
    /// The order it is for.
    public var order: Reference<LookBackOrder>
    /// Whose list it is.
    public var source: ArrivalSource
    /// The territory it was handed in for.
    public var territory: TerritoryCode
    /// The hours of arrival that it covers; nil: all of the order's days.
    public var hours: LookBackReport.Hours?
    /// How risky the origin of its people is, where a row does not say.
    public var risk: OriginRisk?
    /// Whether everyone on it came from the order's areas, whatever its rows say of that.
    public var isOfOrigins: Bool

    /// From its parts.
    public init(
        order: Reference<LookBackOrder>, source: ArrivalSource, territory: TerritoryCode, hours: LookBackReport.Hours? = nil,
        risk: OriginRisk? = nil, isOfOrigins: Bool = false
    ) {
        self.order = order
        self.source = source
        self.territory = territory
        self.hours = hours
        self.risk = risk
        self.isOfOrigins = isOfOrigins
    }

    /// What is written beside every entry of a list: `import hotel:guests.csv`, by which gathering knows whose list it was.
    public func entrySource(file: String) -> String { ArrivalSource.entryHead + source.rawValue + ":" + file }

    /// What came of handing it in.
    public struct Outcome: Hashable, Sendable, Codable {
        /// Whom the order then reached.
        public var gathered: Filing.Gathered
        /// Rows that do not say who the person is, or cannot be read.
        public var withoutIdentity: Int
        /// Rows that do not say where the person is.
        public var withoutLocation: Int

        /// From its parts.
        public init(gathered: Filing.Gathered, withoutIdentity: Int, withoutLocation: Int) {
            self.gathered = gathered
            self.withoutIdentity = withoutIdentity
            self.withoutLocation = withoutLocation
        }
    }
}

extension ArrivalSource {
    fileprivate static let entryHead = "import "

    /// The source of an imported list, as the way by which an entry came tells it: a file that nobody said more of is a passenger list.
    ///
    /// Nil for what was not imported.
    public static func ofEntry(_ source: String) -> ArrivalSource? {
        guard source.hasPrefix("import") else { return nil }
        let head = source.prefix { $0 != ":" }
        guard head.hasPrefix(entryHead) else { return .manifest }
        return ArrivalSource(rawValue: String(head.dropFirst(entryHead.count))) ?? .manifest
    }
}

extension Operations {
    /// An order that a list can be handed in for, and the territories of it that the scope may hand in for; nil where there are none.
    public func openLookBack(
        _ order: Reference<LookBackOrder>, scope: Scope
    ) async throws -> (order: LookBackOrder, territories: [TerritoryCode])? {
        guard let value = try await thing(.lookBack(order), scope: scope)?.dossier.founding(LookBackOrder.self)?.value, value.closing == nil else {
            return nil
        }
        let parts = (value.kept?.counties ?? []) + (value.units ?? [])
        let territories = (value.territories + Set(parts).subtracting(value.territories).sorted()).filter(scope.covers)
        return territories.isEmpty ? nil : (value, territories)
    }

    /// Hands in a list whose rows were imported: what it leaves blank is told of its source and territory, and everyone whom the register now
    /// knows to have come is called. Doing it again with the same outcome changes nothing.
    ///
    /// Everyone on it bears its source, whoever named them before; the report says how many they are, how often rows repeat one of them, and how
    /// many rows are of people the order does not look for. Of a refused row nobody can be found: one that only lacks where the person is counts as without a place, every other as without identity.
    ///
    /// - Parameter columns: The columns of the file, as it was read.
    public func handIn(
        _ list: LookBackList, _ imported: ImportReport, columns: [ImportPlan.Column], as author: Author
    ) async throws -> LookBackList.Outcome {
        let nowhere = imported.mistakes.count { $0.lacksOnlyPlace(columns) }
        let nobody = imported.counts.rejected - nowhere
        let rows = Dictionary(imported.people.map { ($0, 1) }, uniquingKeysWith: +)
        var gathered = Filing.Gathered(called: 0, known: 0, left: 0)
        var isFirst = true
        repeat {
            let step = try await perform(as: author) { filing in
                let rows = try filing.byBearer(rows)
                let people = Set(rows.keys)
                let step = try filing.gather(list.order, naming: people, by: list.source)
                guard step.left == 0 else { return step }
                let called = try filing.calledAmong(people, by: list.order)
                let outside = rows.reduce(0) { called.contains($1.key) ? $0 : $0 + $1.value }
                let report = LookBackReport(
                    territory: list.territory, source: list.source, records: imported.counts.rows, withoutIdentity: nobody,
                    withoutLocation: nowhere, persons: called.count, outside: outside, hours: list.hours)
                if try !filing.isToldAlready(report, for: list.order) { try filing.handIn(report, to: list.order, at: filing.now) }
                return step
            }
            gathered.called += step.called
            if isFirst { gathered.known = step.known }
            (gathered.left, isFirst) = (step.left, false)
        } while gathered.left > 0
        return LookBackList.Outcome(gathered: gathered, withoutIdentity: nobody, withoutLocation: nowhere)
    }
}

extension RowRejection {
    /// Whether all that is wrong with the row is where the person is.
    fileprivate func lacksOnlyPlace(_ columns: [ImportPlan.Column]) -> Bool {
        !problems.isEmpty
            && problems.allSatisfy { problem in
                let field = problem.column.flatMap { columns.indices.contains($0 - 1) ? columns[$0 - 1].field : nil }
                return field.map(RowRejection.places.contains) ?? false
            }
    }

    private static let places: Set<String> = [
        "destination", "residence", "province", "prefecture", "county", "township", "village", "grid", "address",
    ]
}
