/// Comparison of words in Latin letters, already in lower case and without marks.
enum LatinText {
    /// How far two different words agree.
    ///
    /// - Parameter alphabets: The letters that occur in each, a bit each: words whose letters differ too much need no closer look.
    static func agreement(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, alphabets: (UInt32, UInt32), soundAlike: Bool
    ) -> Agreement {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        guard short.count > 0 else { return .missing }
        if !soundAlike, mostLikeness(left, right, alphabets) < 0.82 { return .different }
        if long.count - short.count <= 1, long.count > 1, isOneEdit(short, long) { return .oneSlip }
        let likeness = jaroWinkler(left, right)
        if likeness >= 0.92 { return .similar }
        if soundAlike, likeness >= 0.6 { return .soundsAlike }
        if isPrefix(short, of: long) { return .partial }
        return likeness >= 0.82 ? .wide : .different
    }

    /// A bound of the Jaro–Winkler likeness: a letter that the other word does not have is never matched.
    @inline(__always)
    private static func mostLikeness(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ alphabets: (UInt32, UInt32)
    ) -> Double {
        let a = left.count, b = right.count
        let matches = min(a - (alphabets.0 & ~alphabets.1).nonzeroBitCount, b - (alphabets.1 & ~alphabets.0).nonzeroBitCount)
        guard matches > 0 else { return 0 }
        // One edit may leave short words less alike than that, and an initial is matched whatever its word's length.
        if left[0] == right[0] || min(a, b) < 4 { return 1 }
        let m = Double(matches)
        return (m / Double(a) + m / Double(b) + 1) / 3
    }

    /// Whether `short` begins `long`; a single letter followed by a point counts as an initial.
    private static func isPrefix(_ short: UnsafeBufferPointer<UInt8>, of long: UnsafeBufferPointer<UInt8>) -> Bool {
        var count = short.count
        if count == 2, short[1] == UInt8(ascii: ".") { count = 1 }
        for index in 0..<count where short[index] != long[index] { return false }
        return true
    }

    /// Whether one insertion, deletion, replacement or swap of neighbours turns one word into the other (optimal string alignment distance 1).
    static func isOneEdit(_ short: UnsafeBufferPointer<UInt8>, _ long: UnsafeBufferPointer<UInt8>) -> Bool {
        let shorter = short.count, longer = long.count
        var start = 0
        while start < shorter, short[start] == long[start] { start += 1 }
        var tail = 0
        while tail < shorter - start, short[shorter - 1 - tail] == long[longer - 1 - tail] { tail += 1 }
        let rest = longer - start - tail
        if shorter != longer { return rest == 1 }
        if rest <= 1 { return true }
        return rest == 2 && short[start] == long[start + 1] && short[start + 1] == long[start]
    }

    /// The likeness of two words, 0…1 (M. A. Jaro, JASA 84, 1989; W. E. Winkler, Proc. Survey Research Methods, ASA 1990; prefix weight 0.1).
    ///
    /// Only the first 64 bytes of a word take part, so that matched characters are bits of one word.
    static func jaroWinkler(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Double {
        let a = min(left.count, 64), b = min(right.count, 64)
        guard a > 0, b > 0 else { return a == b ? 1 : 0 }
        let window = max(0, max(a, b) / 2 - 1)
        var matchedLeft: UInt64 = 0, matchedRight: UInt64 = 0, matches = 0
        for i in 0..<a {
            let from = max(0, i - window), to = min(b - 1, i + window)
            guard from <= to else { break }
            for j in from...to where matchedRight >> UInt64(j) & 1 == 0 && left[i] == right[j] {
                matchedLeft |= 1 << UInt64(i)
                matchedRight |= 1 << UInt64(j)
                matches += 1
                break
            }
        }
        guard matches > 0 else { return 0 }
        var displaced = 0, rest = matchedRight, bits = matchedLeft
        while bits != 0, rest != 0 {
            if left[bits.trailingZeroBitCount] != right[rest.trailingZeroBitCount] { displaced += 1 }
            bits &= bits - 1
            rest &= rest - 1
        }
        let m = Double(matches)
        let jaro = (m / Double(a) + m / Double(b) + (m - Double(displaced / 2)) / m) / 3
        var prefix = 0
        while prefix < min(4, a, b), left[prefix] == right[prefix] { prefix += 1 }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }

    /// What is left of a word when spellings of one sound are made one: the first letter and the consonants after it.
    ///
    /// Folds what transcriptions of one name differ in: Mohammed, Muhammad; Philip, Filip; Catherine, Kathryn; Schmidt, Schmitt.
    static func sound(of word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0, last: UInt8 = 0, isFirst = true
        var index = 0
        while index < word.count {
            let next = index + 1 < word.count ? word[index + 1] : 0
            var letter = word[index]
            index += 1
            switch letter {
            case UInt8(ascii: "p") where next == UInt8(ascii: "h"):
                letter = UInt8(ascii: "f")
                index += 1
            case UInt8(ascii: "c"):
                letter = next == UInt8(ascii: "e") || next == UInt8(ascii: "i") || next == UInt8(ascii: "y") ? UInt8(ascii: "s") : UInt8(ascii: "k")
            case UInt8(ascii: "q"): letter = UInt8(ascii: "k")
            case UInt8(ascii: "z"): letter = UInt8(ascii: "s")
            case UInt8(ascii: "d"): letter = UInt8(ascii: "t")
            case UInt8(ascii: "w"): letter = UInt8(ascii: "v")
            default: break
            }
            let isVowel = "aeiouyh".utf8.contains(letter)
            if isVowel, !isFirst { continue }
            if isFirst, isVowel { letter = UInt8(ascii: "a") }
            guard letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z"), letter != last else { continue }
            hash = Hashing.mix(hash ^ UInt64(letter))
            last = letter
            isFirst = false
        }
        return hash
    }
}
