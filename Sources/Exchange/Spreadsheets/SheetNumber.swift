import Vocabulary

/// What the number of a cell stands for, by the format in which its sheet shows it (ECMA-376 Part 1 §18.8.30 and §18.8.31).
enum SheetNumber {
    /// A number, or an amount.
    case amount
    /// A day, a moment or a time of day, as the number itself has it.
    case time

    /// By a built-in number of §18.8.30, the East Asian ones included.
    init(builtIn number: Int) {
        switch number {
        case 14...22, 27...36, 50...58: self = .time
        default: self = .amount
        }
    }

    /// By the words of a format. Quoted text, escaped characters and what stands in brackets mean nothing; hours in brackets are a duration.
    init(format: String) {
        var isQuoted = false
        var isEscaped = false
        var bracket: String?
        for character in format.lowercased() {
            if isEscaped {
                isEscaped = false
            } else if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                continue
            } else if character == "\\" || character == "_" || character == "*" {
                isEscaped = true
            } else if character == "[" {
                bracket = ""
            } else if character == "]" {
                if let bracket, ["h", "hh", "m", "mm", "s", "ss"].contains(bracket) {
                    self = .amount
                    return
                }
                bracket = nil
            } else if bracket != nil {
                bracket?.append(character)
            } else if character == ";" {
                break
            } else if "ymdhs".contains(character) {
                self = .time
                return
            }
        }
        self = .amount
    }

    /// The text of a cell whose number is written so.
    ///
    /// - Parameter isFrom1904: Whether days are counted from 1 January 1904 (§18.17.4.1) instead of from the eve of 1900.
    func text(_ written: String, isFrom1904: Bool) -> String {
        guard let value = Double(written), value.isFinite else { return written }
        if case .time = self, value >= 0, value < SheetNumber.firstUnknownDay { return SheetNumber.time(value, isFrom1904: isFrom1904) }
        // A double tells fifteen digits: of a longer document number the rest is gone, and the row must say so.
        if value.magnitude >= 1e15 { return SheetNumber.rounded(value) }
        return value == value.rounded() ? String(Int(value)) : "\(value)"
    }

    /// After 31 December 9999.
    private static let firstUnknownDay = 2_958_466.0
    private static let millisecondsOfDay = 86_400_000.0

    private static func time(_ value: Double, isFrom1904: Bool) -> String {
        var day = Int(value)
        var second = Int(((value - Double(day)) * millisecondsOfDay / 1000).rounded())
        if second == 86_400 { (day, second) = (day + 1, 0) }
        let clock = [second / 3600, second / 60 % 60].map(twoDigits).joined(separator: ":") + (second % 60 == 0 ? "" : ":" + twoDigits(second % 60))
        if day == 0, !isFrom1904 { return clock }
        // The day 60 is 29 February 1900, which never was: Lotus 1-2-3 thought so, and everybody since.
        if day == 60, !isFrom1904 { return "1900-02-29" }
        let epoch = isFrom1904 ? -24_107 : day < 60 ? -25_568 : -25_569
        let date = CivilDate(daysSinceEpoch: Int32(epoch + day)).description
        return second == 0 ? date : "\(date) \(clock)"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// As spreadsheets write it: `4.30102E+17`.
    private static func rounded(_ value: Double) -> String {
        var (mantissa, exponent) = (value, 0)
        while mantissa.magnitude >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        return "\((mantissa * 100_000).rounded() / 100_000)E+\(exponent)"
    }
}
