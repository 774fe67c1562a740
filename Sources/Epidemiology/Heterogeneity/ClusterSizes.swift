/// How large clusters become when each case infects as an offspring distribution says, and what their sizes tell of that distribution when
/// nobody knows who infected whom.
///
/// S. Blumberg, J. O. Lloyd-Smith, *Inference of R₀ and transmission heterogeneity from the size distribution of stuttering chains*, PLoS
/// Computational Biology 9 (2013); several index cases as in H. Nishiura and others, *Journal of Theoretical Biology* 294 (2012).
public struct ClusterSizes: Sendable {
    /// A cluster as it was seen.
    public struct Cluster: Hashable, Sendable {
        /// Cases seen, index cases included.
        public var size: Int
        /// How many of them came from outside; at least 1.
        public var indexCases: Int
        /// Whether it may still grow: its final size is then at least `size`.
        public var isOpen: Bool

        /// A cluster of `size` cases.
        public init(size: Int, indexCases: Int = 1, isOpen: Bool = false) {
            self.size = size
            self.indexCases = indexCases
            self.isOpen = isOpen
        }
    }

    /// The offspring distribution.
    public let offspring: OffspringDistribution
    /// The probability that a case is seen at all; 1 if trees are complete.
    public let detection: Double

    /// Cluster sizes under an offspring distribution, each case being seen with probability `detection`, independently.
    public init(_ offspring: OffspringDistribution, detection: Double = 1) throws(EstimationError) {
        guard detection > 0, detection <= 1 else {
            throw .unacceptable(what: "the share of cases that are seen", value: detection, accepted: "more than 0 and at most 1")
        }
        self.offspring = offspring
        self.detection = detection
    }

    /// The logarithm of the probability that `indexCases` cases lead to `size` in all, themselves included.
    public func logProbability(size: Int, indexCases: Int = 1) -> Double {
        guard size >= indexCases, indexCases >= 1 else { return -.infinity }
        let j = Double(size)
        let s = Double(indexCases)
        let r = offspring.reproduction
        guard r > 0 else { return size == indexCases ? 0 : -.infinity }
        let k = offspring.dispersion
        guard k.isFinite, k < 1e8 else {
            return log(s / j) - j * r + (j - s) * log(j * r) - GammaFunction.logarithm(j - s + 1)
        }
        return log(s / j) + GammaFunction.logarithm(k * j + j - s) - GammaFunction.logarithm(k * j) - GammaFunction.logarithm(j - s + 1)
            + (j - s) * log(r / k) - (k * j + j - s) * log1p(r / k)
    }

    /// The probability that a cluster begun by `indexCases` ends with at most `size` cases.
    public func probabilityOfAtMost(_ size: Int, indexCases: Int = 1) -> Double {
        guard size >= indexCases else { return 0 }
        return (indexCases...size).reduce(0) { $0 + exp(logProbability(size: $1, indexCases: indexCases)) }
    }

    /// The logarithm of the probability of a cluster as it was seen, given that any of it was.
    func logLikelihood(_ cluster: Cluster) -> Double {
        if detection == 1 {
            guard cluster.isOpen else { return logProbability(size: cluster.size, indexCases: cluster.indexCases) }
            return log(max(1e-300, 1 - probabilityOfAtMost(cluster.size - 1, indexCases: cluster.indexCases)))
        }
        // Sum over the sizes that may lie behind what was seen. Index cases are not told apart from the rest where some are missed.
        var seen = 0.0
        var unseen = 0.0
        var total = 0.0
        let m = Double(cluster.size)
        let missed = log1p(-detection)
        for size in cluster.indexCases..<200_000 {
            let j = Double(size)
            let weight = exp(logProbability(size: size, indexCases: cluster.indexCases))
            total += weight
            unseen += weight * exp(j * missed)
            if size >= cluster.size {
                if cluster.isOpen {
                    seen += weight * IncompleteBeta.cumulative(detection, m, j - m + 1)
                } else {
                    let ways = GammaFunction.logarithm(j + 1) - GammaFunction.logarithm(m + 1) - GammaFunction.logarithm(j - m + 1)
                    seen += weight * exp(ways + m * log(detection) + (j - m) * missed)
                }
                if j * detection > m + 12 * (m + 10).squareRoot(), 1 - total < 1e-9 || (!cluster.isOpen && weight < 1e-12) { break }
                if !cluster.isOpen, j * detection > m + 40 * (m + 4).squareRoot() { break }
            }
        }
        // Clusters that never end are seen, and open ones among them.
        if cluster.isOpen { seen += max(0, 1 - total) }
        return log(max(1e-300, seen)) - log(max(1e-300, 1 - unseen))
    }
}

/// R and k from the sizes of clusters.
public struct ClusterSizeFit: Sendable {
    /// Mean number infected, with profile limits.
    public let reproduction: Interval
    /// Dispersion, with profile limits.
    public let dispersion: Interval
    /// The logarithm of the likelihood.
    public let logLikelihood: Double

    /// The fit. With `detection` below 1 the likelihood is that of the clusters of which something was seen.
    public init(_ clusters: [ClusterSizes.Cluster], detection: Double = 1, confidence: Double = 0.95) throws(EstimationError) {
        guard clusters.count >= 2 else { throw .tooFew(what: "clusters", given: clusters.count, needed: 2) }
        for cluster in clusters {
            guard cluster.size >= 1, cluster.indexCases >= 1 else {
                throw .unacceptable(what: "a cluster's size", value: Double(cluster.size), accepted: "at least 1, with at least 1 index case")
            }
            guard cluster.size >= cluster.indexCases || detection < 1 else {
                throw .unacceptable(what: "a cluster's size", value: Double(cluster.size), accepted: "at least its index cases")
            }
        }
        guard detection > 0, detection <= 1 else {
            throw .unacceptable(what: "the share of cases that are seen", value: detection, accepted: "more than 0 and at most 1")
        }
        var counts: [ClusterSizes.Cluster: Double] = [:]
        for cluster in clusters { counts[cluster, default: 0] += 1 }
        let tallies = counts.sorted {
            ($0.key.size, $0.key.indexCases, $0.key.isOpen ? 1 : 0) < ($1.key.size, $1.key.indexCases, $1.key.isOpen ? 1 : 0)
        }
        let profile = OffspringProfile { reproduction, dispersion in
            guard let offspring = try? OffspringDistribution(reproduction: reproduction, dispersion: dispersion),
                let sizes = try? ClusterSizes(offspring, detection: detection)
            else { return -1e300 }
            return tallies.reduce(0) { $0 + $1.value * sizes.logLikelihood($1.key) }
        }
        let minimum = Minimum(
            of: { point in
                guard point[0] < 3, point[0] > -12, point[1] < 13, point[1] > -9 else { return 1e300 }
                return -profile.logLikelihood(exp(point[0]), exp(point[1]))
            }, from: [-0.7, -0.7])
        let reproduction = exp(minimum.point[0])
        let dispersion = exp(minimum.point[1])
        logLikelihood = -minimum.value
        let target = logLikelihood - OffspringProfile.fall(confidence)
        func bestReproduction(_ dispersion: Double) -> Double {
            var low = -10.0
            var high = 2.0
            let golden = 0.618033988749894848204587
            for _ in 0..<40 {
                let c = high - golden * (high - low)
                let d = low + golden * (high - low)
                if profile.logLikelihood(exp(c), dispersion) > profile.logLikelihood(exp(d), dispersion) { high = d } else { low = c }
            }
            return exp((low + high) / 2)
        }
        self.reproduction = Interval(
            reproduction, profile.reproductionLimit(from: reproduction, upwards: false, target: target),
            profile.reproductionLimit(from: reproduction, upwards: true, target: target))
        self.dispersion = Interval(
            dispersion, profile.dispersionLimit(from: dispersion, upwards: false, target: target, reproduction: bestReproduction),
            profile.dispersionLimit(from: dispersion, upwards: true, target: target, reproduction: bestReproduction))
    }
}
