import Operations
import Register
import Vocabulary

/// Entering by hand that an infection was found elsewhere with its source here: it breaks "no spill-over".
enum SpillForms {
    static let record = ThingForm(
        name: "spillRecord", kind: .territory, permission: .recordCase, founds: true, isListed: false,
        fieldNames: ["territory", "foundIn", "leftOn", "at"],
        fields: { context, reading in
            [
                .territory("territory", context, reading.words), .text("foundIn", isRequired: true),
                FormField(name: "leftOn", kind: .day, isRequired: true), .at(reading),
            ]
        },
        read: { reader, _ in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let territory = reader.territory("territory")
            let found = InfectionElsewhere(
                foundIn: reader.text("foundIn", required: true) ?? "", leftOn: reader.day("leftOn", required: true) ?? reader.reading.moments.today)
            return { filing in
                let record = try filing.file(.infectionElsewhere(found), about: .territory(territory), at: min(at, filing.now))
                return ThingFiled(subject: .territory(territory), undo: record.id)
            }
        })
}
