import Vocabulary

/// The model behind a nowcast: counts of a cell (day t, delay d) are negative binomial with
/// ln mean = α(t) + β(d) + γ(weekday of the report) + δ(week of t) s(d).
///
/// α walks at random from day to day, β is smooth, γ holds the weekends' habits, δ lets delays lengthen or shorten from week to week (s(d) rises
/// with d). After S. McGough and others, *Nowcasting by Bayesian Smoothing*, PLoS Computational Biology 16 (2020), and F. Günther and others,
/// *Nowcasting the COVID-19 pandemic in Bavaria*, Biometrical Journal 63 (2021); fitted by Laplace's approximation instead of simulation.
struct NowcastModel {
    let triangle: ReportingTriangle
    /// Standard deviation of a day's step of α.
    let walk: Double
    /// Size of the negative binomial.
    let size: Double
    let options: Nowcast.Options

    private let reportWeekday: [Int]
    private let slopes: [Double]
    private let weeks: Int

    init(_ triangle: ReportingTriangle, walk: Double, size: Double, options: Nowcast.Options) {
        self.triangle = triangle
        self.walk = walk
        self.size = size
        self.options = options
        let first = triangle.firstDay.weekday - 1
        reportWeekday = (0..<(triangle.days + triangle.longestDelay)).map { (first + $0) % 7 }
        let middle = Double(triangle.longestDelay) / 2
        slopes = (0...triangle.longestDelay).map { (Double($0) - middle) / max(1, middle) }
        weeks = (triangle.days + 6) / 7
    }

    // Where the parameters lie.
    private var betaStart: Int { triangle.days }
    private var gammaStart: Int { betaStart + triangle.longestDelay + 1 }
    private var deltaStart: Int { gammaStart + 7 }
    var parameterCount: Int { deltaStart + weeks }

    /// Weeks are counted backwards from now, so that the last is whole.
    private func week(of day: Int) -> Int { weeks - 1 - (triangle.days - 1 - day) / 7 }

    /// ln mean of a cell.
    func logMean(_ parameters: [Double], day: Int, delay: Int) -> Double {
        let value =
            parameters[day] + parameters[betaStart + delay] + parameters[gammaStart + reportWeekday[day + delay]]
            + parameters[deltaStart + week(of: day)] * slopes[delay]
        return min(value, 16)
    }

    /// The fit: parameters at the posterior's peak, the factor of the curvature there, and the logarithm of the evidence.
    func fit(from start: [Double]?) -> (parameters: [Double], factor: Cholesky, evidence: Double)? {
        var parameters = start ?? self.start()
        var value = logPosterior(parameters)
        for _ in 0..<60 {
            let (gradient, curvature) = derivatives(parameters)
            guard let factor = Cholesky(flat: curvature, count: parameterCount) else { return nil }
            let step = factor.solve(gradient)
            var scale = 1.0
            var next = parameters
            var nextValue = -Double.infinity
            while scale > 1e-4 {
                next = zip(parameters, step).map { $0 + scale * $1 }
                nextValue = logPosterior(next)
                if nextValue >= value - 1e-12 { break }
                scale /= 2
            }
            guard nextValue >= value - 1e-12 else { break }
            let gain = nextValue - value
            parameters = next
            value = nextValue
            if gain < 1e-7 { break }
        }
        let (_, curvature) = derivatives(parameters)
        guard let factor = Cholesky(flat: curvature, count: parameterCount) else { return nil }
        let evidence = value - 0.5 * factor.logDeterminant - Double(triangle.days - 1) * log(walk)
        return (parameters, factor, evidence)
    }

    private func start() -> [Double] {
        var parameters = [Double](repeating: 0, count: parameterCount)
        let known = triangle.known
        let overall = Double(known.reduce(0, +)) / Double(triangle.days)
        for day in 0..<triangle.days { parameters[day] = log((Double(known[day]) + overall + 0.5) / 2 / Double(triangle.longestDelay + 1)) }
        return parameters
    }

    private func logPosterior(_ parameters: [Double]) -> Double {
        var sum = 0.0
        let constant = GammaFunction.logarithm(size)
        for day in 0..<triangle.days {
            for delay in triangle.knownDelays(of: day) {
                let eta = logMean(parameters, day: day, delay: delay)
                let mean = exp(eta)
                let count = triangle.counts[day][delay]
                sum -= (size + Double(count)) * log1p(mean / size)
                if count > 0 {
                    let y = Double(count)
                    sum += y * (eta - log(size)) + GammaFunction.logarithm(y + size) - constant - GammaFunction.logarithm(y + 1)
                }
            }
        }
        for (index, other, weight) in penalties {
            let difference = parameters[index] - (other.map { parameters[$0] } ?? 0)
            sum -= 0.5 * weight * difference * difference
        }
        for index in bends {
            let bend = parameters[index] - 2 * parameters[index + 1] + parameters[index + 2]
            sum -= 0.5 * NowcastModel.bendWeight * bend * bend
        }
        return sum
    }

    /// How stiff β is: second differences have a standard deviation of 1.
    private static let bendWeight = 1.0

    /// First of three neighbouring β.
    private var bends: Range<Int> { betaStart..<max(betaStart, gammaStart - 2) }

    /// Quadratic penalties: a parameter against another or against zero, with its weight (one over the variance).
    private var penalties: [(Int, Int?, Double)] {
        var list: [(Int, Int?, Double)] = []
        for day in 1..<triangle.days { list.append((day, day - 1, 1 / (walk * walk))) }
        // The level is anywhere; a loose hold keeps it apart from that of β.
        list.append((0, nil, 0.01))
        for delay in betaStart..<gammaStart { list.append((delay, nil, 1.0 / 9)) }
        for weekday in gammaStart..<deltaStart { list.append((weekday, nil, options.hasWeekdays ? 4 : 1e8)) }
        for week in deltaStart..<parameterCount {
            let weight = options.delaysMayChange ? 1 / (NowcastModel.drift * NowcastModel.drift) : 1e8
            list.append((week, week == deltaStart ? nil : week - 1, weight))
        }
        return list
    }

    /// Standard deviation of a week's change of δ.
    private static let drift = 0.35

    /// Gradient of the log-posterior and its expected curvature, row by row.
    private func derivatives(_ parameters: [Double]) -> ([Double], [Double]) {
        let count = parameterCount
        var gradient = [Double](repeating: 0, count: count)
        var curvature = [Double](repeating: 0, count: count * count)
        curvature.withUnsafeMutableBufferPointer { curvature in
            for day in 0..<triangle.days {
                for delay in triangle.knownDelays(of: day) {
                    let mean = exp(logMean(parameters, day: day, delay: delay))
                    let shrink = 1 / (1 + mean / size)
                    let score = (Double(triangle.counts[day][delay]) - mean) * shrink
                    let weight = mean * shrink
                    let slope = slopes[delay]
                    let places = (day, betaStart + delay, gammaStart + reportWeekday[day + delay], deltaStart + week(of: day))
                    gradient[places.0] += score
                    gradient[places.1] += score
                    gradient[places.2] += score
                    gradient[places.3] += score * slope
                    // Only the lower triangle is used; the places ascend.
                    curvature[places.0 * count + places.0] += weight
                    curvature[places.1 * count + places.0] += weight
                    curvature[places.1 * count + places.1] += weight
                    curvature[places.2 * count + places.0] += weight
                    curvature[places.2 * count + places.1] += weight
                    curvature[places.2 * count + places.2] += weight
                    curvature[places.3 * count + places.0] += weight * slope
                    curvature[places.3 * count + places.1] += weight * slope
                    curvature[places.3 * count + places.2] += weight * slope
                    curvature[places.3 * count + places.3] += weight * slope * slope
                }
            }
            for (index, other, weight) in penalties {
                let difference = parameters[index] - (other.map { parameters[$0] } ?? 0)
                gradient[index] -= weight * difference
                curvature[index * count + index] += weight
                if let other {
                    gradient[other] += weight * difference
                    curvature[other * count + other] += weight
                    curvature[max(index, other) * count + min(index, other)] -= weight
                }
            }
            for index in bends {
                let coefficients = [1.0, -2, 1]
                let bend = parameters[index] - 2 * parameters[index + 1] + parameters[index + 2]
                for i in 0..<3 {
                    gradient[index + i] -= NowcastModel.bendWeight * bend * coefficients[i]
                    for j in 0...i {
                        curvature[(index + i) * count + index + j] += NowcastModel.bendWeight * coefficients[i] * coefficients[j]
                    }
                }
            }
        }
        return (gradient, curvature)
    }
}
