using Perennial.Cli;

namespace Perennial.Tests.Verbs;

/// <summary>Whoever mistypes a verb or an option is told what they probably meant.</summary>
public sealed class SlipTests
{
    [Theory]
    [InlineData("imprt orders.csv --curency EUR",
        "perennial: There is no verb 'imprt'. Did you mean 'import' or 'imports'?", "")]
    [InlineData("segmnets", "perennial: There is no verb 'segmnets'. Did you mean 'segments'?", "")]
    [InlineData("staff ad ann@example.com", "perennial: There is no verb 'ad'. Did you mean 'add'?", "staff ")]
    [InlineData("insights cohort", "perennial: There is no verb 'cohort'. Did you mean 'cohorts'?", "insights ")]
    [InlineData("quux", "perennial: There is no verb 'quux'.", "")]
    [InlineData("calls --asof 2026-01-01",
        "perennial: There is no option '--asof' here. Did you mean '--as-of'?", "calls ")]
    [InlineData("score orders.csv --rfm-segment rfm-r",
        "perennial: There is no option '--rfm-segment' here. Did you mean '--rfm-segments'?", "score ")]
    [InlineData("customer anna smith",
        "perennial: 'smith' is one argument too many; an argument with blanks needs quotes.", "customer ")]
    public async Task A_slip_is_named_with_what_was_meant(string line, string says, string verb)
    {
        using var log = new StringWriter();
        var code = await CommandLine.Run(line.Split(' '), TextWriter.Null, log, TimeProvider.System);
        Assert.Equal(2, code);
        Assert.Equal(says, log.ToString().Split('\n')[0].TrimEnd());
        Assert.EndsWith($"Try: perennial {verb}--help", log.ToString().TrimEnd());
    }

    [Fact]
    public async Task No_verb_at_all_is_told_to_ask_for_help()
    {
        using var log = new StringWriter();
        Assert.Equal(2, await CommandLine.Run([], TextWriter.Null, log, TimeProvider.System));
        Assert.Contains("Try: perennial --help", log.ToString());
    }
}
