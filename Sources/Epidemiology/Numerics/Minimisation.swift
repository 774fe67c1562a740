/// Finds the parameters at which a smooth function of few variables is least, and the shape of the function there.
///
/// Nelder and Mead's simplex (*Computer Journal* 7, 1965) goes near, then Newton's method with derivatives by central differences goes there.
/// The inverse of the second derivatives of a negative log-likelihood is the covariance of its maximum-likelihood estimate.
struct Minimum {
    /// Where.
    var point: [Double]
    /// How low.
    var value: Double
    /// Second derivatives, row by row.
    var curvature: [[Double]]

    /// The inverse of the curvature, or nil where it is not positive definite: the minimum is then no minimum, or at infinity.
    var covariance: [[Double]]? { Cholesky(curvature)?.inverse() }

    init(of function: ([Double]) -> Double, from start: [Double], step: Double = 0.3) {
        var point = Minimum.simplex(function, start, step)
        var value = function(point)
        var curvature = Minimum.secondDerivatives(function, point, value)
        for _ in 0..<12 {
            let gradient = Minimum.gradient(function, point)
            guard let factor = Cholesky(curvature) else { break }
            let direction = factor.solve(gradient)
            var scale = 1.0
            var next = point
            var nextValue = Double.infinity
            while scale > 1e-3 {
                next = zip(point, direction).map { $0 - scale * $1 }
                nextValue = function(next)
                if nextValue <= value { break }
                scale /= 2
            }
            guard nextValue <= value else { break }
            let moved = zip(point, next).map { abs($0 - $1) / (1 + abs($0)) }.max() ?? 0
            point = next
            value = nextValue
            if moved < 1e-9 { break }
            curvature = Minimum.secondDerivatives(function, point, value)
        }
        self.point = point
        self.value = value
        self.curvature = Minimum.secondDerivatives(function, point, value)
    }

    private static func gradient(_ function: ([Double]) -> Double, _ point: [Double]) -> [Double] {
        point.indices.map { index in
            let h = 1e-5 * (1 + abs(point[index]))
            var high = point
            var low = point
            high[index] += h
            low[index] -= h
            return (function(high) - function(low)) / (2 * h)
        }
    }

    private static func secondDerivatives(_ function: ([Double]) -> Double, _ point: [Double], _ value: Double) -> [[Double]] {
        let count = point.count
        let steps = point.map { 3e-4 * (1 + abs($0)) }
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        func shifted(_ shifts: [(Int, Double)]) -> Double {
            var moved = point
            for (index, shift) in shifts { moved[index] += shift }
            return function(moved)
        }
        for i in 0..<count {
            matrix[i][i] = (shifted([(i, steps[i])]) - 2 * value + shifted([(i, -steps[i])])) / (steps[i] * steps[i])
            for j in 0..<i {
                let sum =
                    shifted([(i, steps[i]), (j, steps[j])]) - shifted([(i, steps[i]), (j, -steps[j])])
                    - shifted([(i, -steps[i]), (j, steps[j])]) + shifted([(i, -steps[i]), (j, -steps[j])])
                matrix[i][j] = sum / (4 * steps[i] * steps[j])
                matrix[j][i] = matrix[i][j]
            }
        }
        return matrix
    }

    private static func simplex(_ function: ([Double]) -> Double, _ start: [Double], _ step: Double) -> [Double] {
        let count = start.count
        var corners = [(point: start, value: function(start))]
        for index in 0..<count {
            var point = start
            point[index] += step
            corners.append((point, function(point)))
        }
        func blend(_ a: [Double], _ b: [Double], _ weight: Double) -> [Double] { zip(a, b).map { $0 + weight * ($1 - $0) } }
        for _ in 0..<(200 * count) {
            corners.sort { $0.value < $1.value }
            let best = corners[0]
            let worst = corners[count]
            if abs(worst.value - best.value) <= 1e-8 * (abs(best.value) + 1e-8) { break }
            var centre = [Double](repeating: 0, count: count)
            for corner in corners.prefix(count) { for index in 0..<count { centre[index] += corner.point[index] / Double(count) } }
            let reflected = blend(centre, worst.point, -1)
            let value = function(reflected)
            if value < best.value {
                let expanded = blend(centre, worst.point, -2)
                let expandedValue = function(expanded)
                corners[count] = expandedValue < value ? (expanded, expandedValue) : (reflected, value)
            } else if value < corners[count - 1].value {
                corners[count] = (reflected, value)
            } else {
                let contracted = blend(centre, value < worst.value ? reflected : worst.point, 0.5)
                let contractedValue = function(contracted)
                if contractedValue < min(value, worst.value) {
                    corners[count] = (contracted, contractedValue)
                } else {
                    for index in 1...count {
                        let shrunk = blend(best.point, corners[index].point, 0.5)
                        corners[index] = (shrunk, function(shrunk))
                    }
                }
            }
        }
        return corners.min { $0.value < $1.value }?.point ?? start
    }
}
