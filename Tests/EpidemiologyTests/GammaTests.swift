import Testing

@testable import Epidemiology

/// Expected values: mpmath 1.3 with 40 digits.
@Suite("the gamma function and its kin")
struct GammaTests {
    @Test(
        "quantiles agree to 10⁻¹² relative",
        arguments: [
            (0.02, 0.025, 4.50188122911771757e-81), (0.02, 0.5, 5.06866765648018256e-16), (0.02, 0.975, 0.192756400568263301),
            (0.5, 0.025, 0.000491034558587627956), (0.5, 0.5, 0.227468211559786376), (0.5, 0.975, 2.51194309365744448),
            (1, 0.025, 0.0253178079842898754), (1, 0.975, 3.6888794541139363), (1.5, 0.025, 0.107897641311948934),
            (5.3, 0.025, 1.79288870476864864), (5.3, 0.5, 4.97065312904826632), (31, 0.025, 21.0629959791418514), (31, 0.975, 42.8268653948074667),
            (240.25, 0.025, 210.828512352029604), (240.25, 0.975, 271.565225777030482), (123_456.5, 0.025, 122_768.787303972691),
            (123_456.5, 0.975, 124_146.107000804553),
        ] as [(Double, Double, Double)])
    func quantiles(shape: Double, p: Double, expected: Double) {
        let value = IncompleteGamma(shape: shape).quantile(p)
        // Far down, an error of the logarithm in the last bit is one of 10⁻¹² of the number.
        #expect(relativeError(value, expected) < (expected < 1e-10 ? 1e-10 : 1e-12), "\(value)")
    }

    @Test("a quantile's distribution function is its level, over the shapes and levels that estimates meet")
    func inverse() {
        for shape in [0.3, 1, 1.01, 2, 7, 40, 333, 2000, 30_000] {
            let function = IncompleteGamma(shape: shape)
            for p in [1e-6, 0.001, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.999] {
                #expect(relativeError(function.tails(at: function.quantile(p)).lower, p) < 2e-11, "shape \(shape), p \(p)")
            }
        }
    }

    @Test(
        "both tails agree to 10⁻¹² relative",
        arguments: [
            (0.5, 0.1, 0.34527915398142298, 0.65472084601857702), (10, 30, 0.999992878249137184, 7.12175086281557709e-6),
            (100, 60, 1.48152763264604679e-6, 0.999998518472367354), (1000, 1200, 0.999999998711839391, 1.2881606086281433e-9),
            (50_000, 49_000, 3.38475422807949143e-6, 0.999996615245771921),
        ] as [(Double, Double, Double, Double)])
    func tails(shape: Double, x: Double, lower: Double, upper: Double) {
        let tails = IncompleteGamma(shape: shape).tails(at: x)
        #expect(relativeError(tails.lower, lower) < 1e-12)
        #expect(relativeError(tails.upper, upper) < 1e-12)
    }

    @Test(
        "the logarithm and its derivatives",
        arguments: [
            (0.1, 2.2527126517342059, -10.4237549404110762, 101.433299150792748),
            (1.5, -0.120782237635245222, 0.0364899739785765206, 0.934802200544679309),
            (3.7, 1.42807232666538813, 1.16715353936151144, 0.310037857670038302),
            (25.5, 56.3891676437199467, 3.21894247288391977, 0.039994669649562924),
        ] as [(Double, Double, Double, Double)])
    func derivatives(x: Double, logarithm: Double, digamma: Double, trigamma: Double) {
        #expect(abs(GammaFunction.logarithm(x) - logarithm) < 2e-14 * max(1, logarithm))
        #expect(abs(GammaFunction.digamma(x) - digamma) < 2e-14 * max(1, abs(digamma)))
        #expect(abs(GammaFunction.trigamma(x) - trigamma) < 2e-14 * max(1, trigamma))
    }

    @Test("the normal quantile inverts the distribution function in both tails")
    func normal() {
        for p in [1e-12, 1e-5, 0.025, 0.3, 0.5, 0.8, 0.975, 0.99999] {
            #expect(relativeError(NormalDistribution.standardCumulative(NormalDistribution.standardQuantile(p)), p) < 1e-13)
        }
        #expect(relativeError(NormalDistribution.standardQuantile(0.975), 1.95996398454005423552) < 1e-15)
    }
}
