/// What observations say of a delay's mean, standard deviation and quantiles: the posterior distribution under a flat prior on the scale without
/// limits on which the parameters are sought.
///
/// The two parameters' posterior is worked out on a grid laid along the axes of its curvature, five standard deviations each way, so that nothing is
/// sampled.
public struct DelayPosterior: Sendable {
    /// Posterior distributions of a figure: its median and the limits between which 95 % lie.
    public let mean: Interval
    /// The same of the standard deviation.
    public let sd: Interval
    /// The same of the median delay.
    public let median: Interval
    /// The same of the delay that 95 % do not exceed.
    public let q95: Interval
    /// Distributions with weights that add to one, for what is computed from the whole posterior.
    public let members: [(weight: Double, distribution: DelayDistribution)]

    init(around minimum: Minimum, _ negative: ([Double]) -> Double, _ distribution: ([Double]) -> DelayDistribution?) {
        var members: [(weight: Double, distribution: DelayDistribution)] = []
        let factor = Cholesky(minimum.curvature)
        let steps = 11
        let reach = 5.0
        for i in -steps...steps {
            for j in -steps...steps {
                let z = [Double(i) / Double(steps) * reach, Double(j) / Double(steps) * reach]
                guard z[0] * z[0] + z[1] * z[1] <= reach * reach, let shift = factor?.backward(z) else { continue }
                let point = [minimum.point[0] + shift[0], minimum.point[1] + shift[1]]
                let weight = exp(minimum.value - negative(point))
                guard weight > 1e-8, weight.isFinite, let member = distribution(point) else { continue }
                members.append((weight, member))
            }
        }
        let sum = members.reduce(0) { $0 + $1.weight }
        self.members = members.map { ($0.weight / sum, $0.distribution) }
        mean = DelayPosterior.interval(self.members) { $0.mean }
        sd = DelayPosterior.interval(self.members) { $0.sd }
        median = DelayPosterior.interval(self.members) { $0.quantile(0.5) }
        q95 = DelayPosterior.interval(self.members) { $0.quantile(0.95) }
    }

    /// Median and 95 % limits of any figure of the distribution.
    public func interval(of figure: (DelayDistribution) -> Double) -> Interval { DelayPosterior.interval(members, figure) }

    private static func interval(
        _ members: [(weight: Double, distribution: DelayDistribution)], _ figure: (DelayDistribution) -> Double
    ) -> Interval {
        let sorted = members.map { (figure($0.distribution), $0.weight) }.sorted { $0.0 < $1.0 }
        func value(_ level: Double) -> Double {
            // Each member stands in the middle of its own weight; between two, along a line.
            var before = 0.0
            var last: (value: Double, at: Double)?
            for (value, weight) in sorted {
                let at = before + weight / 2
                if at >= level {
                    guard let last, at > last.at else { return value }
                    return last.value + (value - last.value) * (level - last.at) / (at - last.at)
                }
                last = (value, at)
                before += weight
            }
            return sorted.last?.0 ?? 0
        }
        return Interval(value(0.5), value(0.025), value(0.975))
    }
}
