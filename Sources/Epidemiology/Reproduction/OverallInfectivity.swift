extension Incidence {
    /// Λ(t), the infectiousness of all cases before day t: Σ w(s) I(t − s), s from 0 to t − 1, in cases.
    ///
    /// Cori and others (2013), equation 1. The first day has none and is nil in EpiEstim; here it is 0 and no window may hold it.
    /// Takes (days × days of the serial interval) multiplications.
    public func overallInfectivity(_ interval: SerialInterval) -> [Double] {
        let all = total
        let length = interval.effectiveLength
        var result = [Double](repeating: 0, count: days)
        interval.weights.withUnsafeBufferPointer { weights in
            all.withUnsafeBufferPointer { cases in
                for day in 1..<cases.count {
                    var sum = 0.0
                    for back in 0..<min(length, day + 1) { sum += weights[back] * cases[day - back] }
                    result[day] = sum
                }
            }
        }
        return result
    }
}
