namespace Perennial.EndToEnd.Commands;

/// <summary>What a shell script may rely on: exit codes, and which stream carries what.</summary>
public class ExitCodes
{
    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("score")]
    [InlineData("calls --limit many")]
    [InlineData("calls --limit -1")]
    [InlineData("score orders.csv --as-of yesterday")]
    [InlineData("demo --customers 0")]
    public async Task Wrong_usage_is_2_and_says_so_on_the_log(string arguments)
    {
        var run = await PerennialProcess.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("perennial: ", run.Log);
    }

    [Theory]
    [InlineData("score missing.csv", "missing.csv")]
    [InlineData("calls --store missing.db", "perennial import")]
    [InlineData("customer nobody --store missing.db", "perennial import")]
    [InlineData("segments --check rfm-1000", "rfm-125")]
    [InlineData("doctor --store missing.db", "perennial import")]
    public async Task Bad_input_is_1_with_place_and_remedy(string arguments, string says)
    {
        var run = await PerennialProcess.Run(arguments.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(says, run.Log);
        Assert.DoesNotContain("   at ", run.Log);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("import --help")]
    public async Task Asking_for_help_is_no_error(string arguments)
    {
        var run = await PerennialProcess.Run(arguments.Split(' '));
        Assert.Equal(0, run.ExitCode);
        Assert.NotEmpty(run.Output);
        Assert.Empty(run.Log);
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        var help = (await PerennialProcess.Run("--help")).Output;
        string[] verbs = ["demo", "score", "import", "rescore", "segments", "calls", "customer", "export", "serve",
            "doctor", "settings", "lifetime", "validate"];
        Assert.All(verbs, verb => Assert.Contains($"  {verb} ", help));
    }
}
