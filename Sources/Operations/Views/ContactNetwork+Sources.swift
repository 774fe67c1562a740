import Policy
import Register
import Tracing
import Vocabulary

extension ContactNetwork {
    /// A case of which no source is recorded, and who may have infected it.
    public struct Sought: Sendable {
        /// The case.
        public let person: PersonID
        /// Its onset or diagnosis.
        public let day: CivilDate?
        /// Cases of the picture, the likeliest first.
        public let candidates: [LikelySources.Candidate]
        /// How likely it is that the source is on no list, or one of the less likely that are left out.
        public var rest: Double { max(0, 1 - candidates.reduce(0) { $0 + $1.probability }) }
    }

    /// Cases whose sources are sought, at most.
    static let mostSought = 50
    private static let candidatesShown = 3
    /// Less likely sources are not named.
    private static let leastProbability = 0.05

    /// Seeks the sources of the latest cases that have none recorded and were not infected elsewhere, by the disease's serial interval and by who was in
    /// one place on one day (``Tracing/LikelySources``); and counts the chains in which the longest incubation has passed without another case.
    ///
    /// - Parameter together: With whom each case was in one place on one day.
    mutating func seekSources(_ disease: DiseaseProfile, today: CivilDate, together: [String: Set<String>]) {
        quiet = disease.incubationMax
        closed = chains.clusters.count { $0.isClosed(on: today, after: disease.incubationMax) }
        guard let assumptions = LikelySources.Assumptions(disease) else { return }
        // That two were not seen in one place says little: nobody looked for it.
        let likely = LikelySources(assumptions, met: { together[$0]?.contains($1) == true ? true : nil })
        let without = chains.cases.indices.compactMap { position -> (position: Int, onset: CivilDate)? in
            guard chains.sources[position].isEmpty, !chains.cases[position].isImported else { return nil }
            return chains.cases[position].onset.map { (position, $0) }
        }
        sought = without.sorted { ($1.onset, $0.position) < ($0.onset, $1.position) }.prefix(ContactNetwork.mostSought).compactMap { latest in
            let one = chains.cases[latest.position]
            guard let number = Int64(one.id) else { return nil }
            let candidates = likely.candidates(for: one, among: chains.cases).filter { $0.probability >= ContactNetwork.leastProbability }
            return Sought(
                person: PersonID(rawValue: number), day: one.onset, candidates: Array(candidates.prefix(ContactNetwork.candidatesShown)))
        }
    }
}
