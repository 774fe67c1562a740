/// The factor L of a symmetric positive definite matrix A = L Lᵀ, which solves equations and gives correlated draws.
struct Cholesky {
    /// How many rows.
    let count: Int
    /// Rows one after another; the upper triangle is not used.
    private(set) var factor: [Double]

    /// Nil if the matrix is not positive definite.
    init?(_ matrix: [[Double]]) {
        self.init(flat: matrix.flatMap { $0 }, count: matrix.count)
    }

    /// The same for rows one after another.
    init?(flat matrix: [Double], count: Int) {
        self.count = count
        factor = matrix
        for i in 0..<count {
            for j in 0...i {
                var sum = factor[i * count + j]
                for k in 0..<j { sum -= factor[i * count + k] * factor[j * count + k] }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    factor[i * count + i] = sum.squareRoot()
                } else {
                    factor[i * count + j] = sum / factor[j * count + j]
                }
            }
        }
    }

    /// ln det A.
    var logDeterminant: Double { (0..<count).reduce(0) { $0 + 2 * log(factor[$1 * count + $1]) } }

    /// x with A x = b.
    func solve(_ right: [Double]) -> [Double] { backward(forward(right)) }

    /// x with L x = b.
    private func forward(_ right: [Double]) -> [Double] {
        var x = right
        for i in 0..<count {
            var sum = x[i]
            for k in 0..<i { sum -= factor[i * count + k] * x[k] }
            x[i] = sum / factor[i * count + i]
        }
        return x
    }

    /// x with Lᵀ x = b: for standard normal b a draw whose covariance is A⁻¹.
    func backward(_ right: [Double]) -> [Double] {
        var x = right
        for i in stride(from: count - 1, through: 0, by: -1) {
            var sum = x[i]
            for k in (i + 1)..<max(i + 1, count) { sum -= factor[k * count + i] * x[k] }
            x[i] = sum / factor[i * count + i]
        }
        return x
    }

    /// A⁻¹.
    func inverse() -> [[Double]] {
        (0..<count).map { column in
            var unit = [Double](repeating: 0, count: count)
            unit[column] = 1
            return solve(unit)
        }
    }
}
