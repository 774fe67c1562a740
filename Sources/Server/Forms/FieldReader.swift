import Register
import Vocabulary

/// Reads the fields of a filled-in form into values and notes, field by field, what is wrong.
protocol ReadsFields {
    var input: Query { get }
    var reading: Reading { get }
    /// What is wrong, by the name of the field.
    var errors: [String: String] { get set }
    /// Stands in for a territory that was not given, where the form is shown again anyway.
    var home: TerritoryCode { get }
}

/// Reads the fields of a form about a thing.
struct FieldReader: ReadsFields {
    let input: Query
    let reading: Reading
    let home: TerritoryCode
    var errors: [String: String] = [:]
}

extension ReadsFields {
    var words: Words { reading.words }

    /// A moment that may lie ahead, such as a deadline; never before `least`.
    mutating func deadline(_ name: String, after least: Instant) -> Instant? {
        guard let value = input[name] else { return nil }
        guard let time = CivilTime(value) else {
            errors[name] = words("field.notMoment")
            return nil
        }
        let instant = reading.moments.zone.instant(time)
        guard instant > least else {
            errors[name] = words("field.past")
            return nil
        }
        return instant
    }

    /// Several territories.
    mutating func territories(_ name: String) -> [TerritoryCode] {
        let codes = input.all(name).compactMap(TerritoryCode.init)
        if codes.isEmpty { errors[name] = words("field.required") }
        return codes
    }

    /// A text, trimmed.
    mutating func text(_ name: String, required: Bool = false) -> String? {
        let value = input[name]
        if required, value == nil { errors[name] = words("field.required") }
        if let value, value.utf8.count > 4000 {
            errors[name] = words("field.tooLong")
            return nil
        }
        return value
    }

    /// One of a closed choice.
    func choice<Value: RawRepresentable<String>>(_ name: String) -> Value? { input[name].flatMap { Value(rawValue: $0) } }

    /// The number of a thing chosen.
    mutating func thing(_ name: String) -> Int64? {
        guard let value = input[name].flatMap({ Int64($0) }) else {
            errors[name] = words("field.required")
            return nil
        }
        return value
    }

    /// A territory.
    mutating func territory(_ name: String) -> TerritoryCode {
        guard let code = input[name].flatMap(TerritoryCode.init) else {
            errors[name] = words("field.required")
            return home
        }
        return code
    }

    /// A moment, not in the future.
    mutating func moment(_ name: String, required: Bool = false) -> Instant? {
        guard let value = input[name] else {
            if required { errors[name] = words("field.required") }
            return nil
        }
        guard let time = CivilTime(value) else {
            errors[name] = words("field.notMoment")
            return nil
        }
        let instant = reading.moments.zone.instant(time)
        // Clocks of phones and servers differ a little; a day ahead is a slip of the finger.
        if instant > reading.now + .minutes(10) {
            errors[name] = words("field.future")
            return nil
        }
        return instant
    }

    /// A day.
    mutating func day(_ name: String, required: Bool = false) -> CivilDate? {
        guard let value = input[name] else {
            if required { errors[name] = words("field.required") }
            return nil
        }
        guard let date = CivilDate(value) else {
            errors[name] = words("field.notDay")
            return nil
        }
        return date
    }

    /// A whole number in a range.
    mutating func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let value = input[name] else { return nil }
        guard let number = Int(value), range.contains(number) else {
            errors[name] = words("field.notInRange", ["from": "\(range.lowerBound)", "to": "\(range.upperBound)"])
            return nil
        }
        return number
    }

    /// A measured number.
    mutating func decimal(_ name: String) -> Double? {
        guard let value = input[name] else { return nil }
        guard let number = Double(value), (0...60).contains(number) else {
            errors[name] = words("field.notInRange", ["from": "0", "to": "60"])
            return nil
        }
        return number
    }
}
