import Policy
import Vocabulary

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Who probably infected a case of which no source was recorded.
///
/// The probability that *j* infected *i* is the likelihood of the pair over that of all candidates (Wallinga & Teunis 2004, Am J Epidemiol
/// 160:509, eq. 2), where the likelihood of a pair is the product of
///
/// - **time**: the density of the serial interval at the days between the onsets; none where the case's known exposure does not fall into
///   the candidate's infectious window;
/// - **contact**: of a transmission a contact was recorded with probability ε, of any other pair with λ: ε/λ for pairs that met, (1−ε)/(1−λ)
///   for the others (Campbell et al. 2019, PLoS Comput Biol 15:e1006930);
/// - **genome**: with μ substitutions a day, the Poisson probability of the distance over the days between (Jombart et al. 2014, PLoS
///   Comput Biol 10:e1003457, in its simplest form).
///
/// A source that nobody listed competes with the candidates: a prior share of the cases, at any day of the interval's reach.
public struct LikelySources: Sendable {
    /// What the estimate assumes. None of these is a rule of a measure: they are the investigator's.
    public struct Assumptions: Hashable, Sendable {
        /// The serial interval, in days.
        public var interval: DiseaseProfile.Distribution
        /// Days before onset from which a case infects.
        public var infectiousBefore: Days
        /// Days after onset until which a case infects.
        public var infectiousAfter: Days
        /// ε: with what probability a contact between source and case was recorded.
        public var contactRecorded: Double
        /// λ: with what probability one was recorded between any other two cases.
        public var contactByChance: Double
        /// μ: substitutions per genome and day.
        public var substitutionsPerDay: Double
        /// Share of cases whose source is on no list.
        public var unlisted: Double

        /// Assumptions from their parts.
        ///
        /// The defaults of ε, λ and the unlisted share are guesses to start from; μ 0.066 is SARS-CoV-2's 24 substitutions a year (Nextstrain,
        /// from memory).
        public init(
            interval: DiseaseProfile.Distribution, infectiousBefore: Days = 2, infectiousAfter: Days = 14, contactRecorded: Double = 0.7,
            contactByChance: Double = 0.02, substitutionsPerDay: Double = 0.066, unlisted: Double = 0.1
        ) {
            self.interval = interval
            self.infectiousBefore = infectiousBefore
            self.infectiousAfter = infectiousAfter
            self.contactRecorded = min(max(contactRecorded, 0.001), 0.999)
            self.contactByChance = min(max(contactByChance, 0.001), 0.999)
            self.substitutionsPerDay = max(substitutionsPerDay, 1e-6)
            self.unlisted = min(max(unlisted, 0), 0.999)
        }

        /// What a policy's disease profile says of it; nil if it gives neither serial interval nor generation time.
        public init?(_ disease: DiseaseProfile) {
            guard let interval = disease.dynamics?.serial ?? disease.dynamics?.generation else { return nil }
            self.init(interval: interval, infectiousBefore: disease.infectiousBefore, infectiousAfter: disease.infectiousAfter)
        }
    }

    /// A possible source.
    public struct Candidate: Hashable, Sendable {
        /// The case that may have infected.
        public let source: String
        /// How likely it is that it did, among all candidates and the unlisted.
        public let probability: Double
        /// Days from its onset to the case's.
        public let days: Int
        /// Whether the two are known to have met; nil if nobody asked.
        public let met: Bool?
        /// Substitutions between their genomes; nil if one has none.
        public let distance: Int?
    }

    /// What is assumed.
    public let assumptions: Assumptions
    /// Whether two cases met, nil if nobody knows.
    public let met: @Sendable (String, String) -> Bool?
    /// Substitutions between the genomes of two cases, nil if one has none.
    public let distance: @Sendable (String, String) -> Int?

    /// An estimator. `met` comes from ``CoPresence``, from seats or from investigations.
    public init(
        _ assumptions: Assumptions, met: @escaping @Sendable (String, String) -> Bool? = { _, _ in nil },
        distance: @escaping @Sendable (String, String) -> Int? = { _, _ in nil }
    ) {
        self.assumptions = assumptions
        self.met = met
        self.distance = distance
    }

    /// The possible sources of a case among others, the likeliest first. Without an onset there are none.
    public func candidates(for target: ChainCase, among cases: [ChainCase]) -> [Candidate] {
        guard let onset = target.onset else { return [] }
        var weighed: [(candidate: Candidate, weight: Double)] = []
        for source in cases where source.id != target.id {
            guard let earlier = source.onset, canHaveInfected(earlier, target) else { continue }
            let days = (onset - earlier).count
            let met = met(source.id, target.id)
            let distance = distance(source.id, target.id)
            let weight = assumptions.interval.density(Double(days)) * contact(met) * genome(distance, days)
            guard weight > 0 else { continue }
            weighed.append((Candidate(source: source.id, probability: 0, days: days, met: met, distance: distance), weight))
        }
        let reach = max(1, assumptions.interval.mean + 3 * assumptions.interval.deviation)
        let outside = assumptions.unlisted / (1 - assumptions.unlisted) / reach
        let total = weighed.reduce(outside) { $0 + $1.weight }
        guard total > 0 else { return [] }
        return weighed.map { candidate, weight in
            Candidate(
                source: candidate.source, probability: weight / total, days: candidate.days, met: candidate.met, distance: candidate.distance)
        }
        .sorted { ($1.probability, $0.source) < ($0.probability, $1.source) }
    }

    /// The links that chains lack: for each case without a source that was not infected elsewhere, the likeliest, if it is at least so
    /// likely.
    public func missingLinks(of chains: TransmissionChains, atLeast threshold: Double) -> [ChainLink] {
        chains.cases.indices.compactMap { position in
            let target = chains.cases[position]
            guard chains.sources[position].isEmpty, !target.isImported,
                let best = candidates(for: target, among: chains.cases).first(where: { !infects(target.id, $0.source, chains) }),
                best.probability >= threshold
            else { return nil }
            return ChainLink(best.source, target.id, probability: best.probability, isRecorded: false)
        }
    }

    /// Whether `source` is recorded to have infected `target`, over whatever steps: it cannot have been infected by it in turn.
    private func infects(_ source: String, _ target: String, _ chains: TransmissionChains) -> Bool {
        guard let start = chains.position(of: source), let goal = chains.position(of: target) else { return false }
        var seen: Set<Int> = [start]
        var queue = [start]
        while let position = queue.popLast() {
            if position == goal { return true }
            for next in chains.infected[position] where seen.insert(next).inserted { queue.append(next) }
        }
        return false
    }

    private func canHaveInfected(_ onset: CivilDate, _ target: ChainCase) -> Bool {
        guard let exposure = target.exposure else { return true }
        return exposure.upperBound >= onset - assumptions.infectiousBefore && exposure.lowerBound <= onset + assumptions.infectiousAfter
    }

    private func contact(_ met: Bool?) -> Double {
        switch met {
        case true?: assumptions.contactRecorded / assumptions.contactByChance
        case false?: (1 - assumptions.contactRecorded) / (1 - assumptions.contactByChance)
        case nil: 1
        }
    }

    private func genome(_ distance: Int?, _ days: Int) -> Double {
        guard let distance, distance >= 0 else { return 1 }
        let mean = assumptions.substitutionsPerDay * Double(max(1, abs(days)))
        return exp(Double(distance) * log(mean) - mean - lgamma(Double(distance) + 1))
    }
}

extension DiseaseProfile.Distribution {
    /// The density at so many days; 0 at and before day 0, where none of these shapes has any.
    func density(_ days: Double) -> Double {
        guard mean > 0 else { return 0 }
        let variation = deviation / mean
        switch shape {
        case .fixed: return abs(days - mean) < 0.5 ? 1 : 0
        case _ where days <= 0 || deviation <= 0: return 0
        case .gamma:
            let k = 1 / (variation * variation)
            let scale = mean / k
            return exp((k - 1) * log(days / scale) - days / scale - lgamma(k)) / scale
        case .lognormal:
            let variance = log(1 + variation * variation)
            let z = log(days) - (log(mean) - variance / 2)
            return exp(-z * z / (2 * variance)) / (days * (2 * Double.pi * variance).squareRoot())
        case .weibull:
            let k = Self.weibullShape(variation)
            let scale = mean / exp(lgamma(1 + 1 / k))
            return k / scale * pow(days / scale, k - 1) * exp(-pow(days / scale, k))
        }
    }

    /// The Weibull shape of a coefficient of variation, which falls as the shape rises: by halving the interval.
    private static func weibullShape(_ variation: Double) -> Double {
        var low = 0.1
        var high = 50.0
        for _ in 0..<60 {
            let k = (low + high) / 2
            let found = (exp(lgamma(1 + 2 / k) - 2 * lgamma(1 + 1 / k)) - 1).squareRoot()
            if found > variation { low = k } else { high = k }
        }
        return (low + high) / 2
    }
}
