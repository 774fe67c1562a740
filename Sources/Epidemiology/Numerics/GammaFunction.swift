/// The gamma function's logarithm and its derivatives, for positive arguments.
///
/// Abramowitz and Stegun, *Handbook of Mathematical Functions* (1964), §6.1 and §6.3: the argument is raised to at least ten by the
/// recurrence, then Stirling's series is summed. Absolute error below 10⁻¹⁴ for the logarithm.
enum GammaFunction {
    /// ½ ln 2π.
    static let halfLogTwoPi = 0.918938533204672741780329736406

    /// ln Γ(x), x > 0.
    static func logarithm(_ x: Double) -> Double {
        guard x > 0 else { return .infinity }
        if x == 1 || x == 2 { return 0 }
        var raised = x
        var product = 1.0
        while raised < 10 {
            product *= raised
            raised += 1
        }
        return (raised - 0.5) * log(raised) - raised + halfLogTwoPi + stirlingSeries(raised) - log(product)
    }

    /// What Stirling's formula leaves over: ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π, x > 0.
    ///
    /// C. Loader, *Fast and Accurate Computation of Binomial Probabilities* (2000).
    static func stirlingError(_ x: Double) -> Double {
        x >= 10 ? stirlingSeries(x) : logarithm(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi
    }

    /// The series behind Stirling's formula; for x ≥ 10 to the last bit.
    private static func stirlingSeries(_ x: Double) -> Double {
        let inverse = 1 / x
        let square = inverse * inverse
        let tail = square * (1.0 / 1188 - square * (691.0 / 360_360 - square * (1.0 / 156)))
        return inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - tail))))
    }

    /// ψ(x), the derivative of ln Γ(x), x > 0.
    static func digamma(_ x: Double) -> Double {
        var raised = x
        var sum = 0.0
        while raised < 10 {
            sum -= 1 / raised
            raised += 1
        }
        let square = 1 / (raised * raised)
        let tail = square * (1.0 / 240 - square * (1.0 / 132 - square * (691.0 / 32_760 - square * (1.0 / 12))))
        return sum + log(raised) - 0.5 / raised - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - tail)))
    }

    /// ψ′(x), x > 0.
    static func trigamma(_ x: Double) -> Double {
        var raised = x
        var sum = 0.0
        while raised < 10 {
            sum += 1 / (raised * raised)
            raised += 1
        }
        let inverse = 1 / raised
        let square = inverse * inverse
        let tail = square * (1.0 / 30 - square * (5.0 / 66 - square * (691.0 / 2730)))
        return sum + inverse + 0.5 * square + inverse * square * (1.0 / 6 - square * (1.0 / 30 - square * (1.0 / 42 - tail)))
    }
}
