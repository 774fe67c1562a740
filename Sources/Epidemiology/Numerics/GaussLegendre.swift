/// Points and weights that integrate smooth functions over an interval: Gauss and Legendre's rule, points by Newton's method on the polynomial.
struct GaussLegendre {
    /// Points in −1…1, ascending.
    let points: [Double]
    /// Their weights, which add to 2.
    let weights: [Double]

    init(count: Int) {
        var points = [Double](repeating: 0, count: count)
        var weights = points
        for index in 0..<count {
            var x = -cos(Double.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
            var slope = 1.0
            for _ in 0..<100 {
                var before = 0.0
                var value = 1.0
                for degree in 1...count {
                    let k = Double(degree)
                    (before, value) = (value, ((2 * k - 1) * x * value - (k - 1) * before) / k)
                }
                slope = Double(count) * (x * value - before) / (x * x - 1)
                let step = value / slope
                x -= step
                if abs(step) < 1e-16 { break }
            }
            points[index] = x
            weights[index] = 2 / ((1 - x * x) * slope * slope)
        }
        self.points = points
        self.weights = weights
    }

    /// The points and weights moved to `range`.
    func nodes(in range: ClosedRange<Double>) -> [(point: Double, weight: Double)] {
        let half = (range.upperBound - range.lowerBound) / 2
        let middle = (range.upperBound + range.lowerBound) / 2
        return zip(points, weights).map { (middle + half * $0, half * $1) }
    }
}
