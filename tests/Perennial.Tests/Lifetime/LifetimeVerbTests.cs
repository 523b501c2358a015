using System.Text.Json;
using Perennial.Cli;

namespace Perennial.Tests.Lifetime;

/// <summary>The analyst with only a file, and the shop that wants to know whether forecasts are any good.</summary>
public class LifetimeVerbTests
{
    static readonly string Orders = Repository.PathTo("data", "cdnow", "CDNOW_sample.txt.gz");

    static async Task<(int Code, string Output, string Log)> Run(params string[] args)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(args, output, log, TimeProvider.System);
        return (code, output.ToString(), log.ToString());
    }

    [Theory]
    [InlineData("bg-nbd", -9582.4292)]
    [InlineData("pareto-nbd", -9594.9762)]
    [InlineData("mbg-nbd", -9582.1357)]
    [InlineData("gamma-gamma", -4055.9177)]
    public async Task JSON_has_parameters_errors_likelihood_counts_and_the_holdout(string model, double logLikelihood)
    {
        var (code, output, log) = await Run("lifetime", Orders, "--model", model, "--calibrate-to", "1997-09-30",
            "--time-unit", "week", "--json", "--rejects", "none");
        Assert.Equal((0, ""), (code, log));
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(logLikelihood, answer.GetProperty("log_likelihood").GetDouble(), 1e-3);
        Assert.Equal(2357, answer.GetProperty("customers").GetInt32());
        Assert.Equal("fitted", answer.GetProperty("verdict").GetString());
        Assert.Equal(answer.GetProperty("parameters").EnumerateObject().Select(p => p.Name),
            answer.GetProperty("standard_errors").EnumerateObject().Select(p => p.Name));
        if (model != "gamma-gamma")
            Assert.Equal(1882, answer.GetProperty("holdout").GetProperty("actual").GetInt32());
        Assert.DoesNotContain("NaN", output);
    }

    [Fact]
    public async Task A_row_for_each_customer()
    {
        var file = Path.GetTempFileName();
        var (code, output, _) = await Run("lifetime", Orders, "--model", "bg-nbd", "--calibrate-to", "1997-09-30",
            "--out", file, "--rejects", "none");
        Assert.Equal(0, code);
        Assert.Contains("2,357 customers written to", output);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        Assert.Equal(2358, lines.Length);
        Assert.Equal(
            "customer_id,x,t_x,T,mean_spend,p_alive,expected_orders,expected_spend,clv,actual_orders", lines[0]);
        Assert.StartsWith("00004,2,30.428571,38.857143,22.345,0.7266,1.226,24.65", lines[1]);
        Assert.EndsWith(",1", lines[1]);
    }

    [Theory]
    [InlineData("bg-bb", "month")]
    [InlineData("mbg-cnbd-k", "day")]
    public async Task Tables_say_the_verdict_and_who_wins(string model, string unit)
    {
        var (code, output, _) = await Run("lifetime", Orders, "--model", model, "--calibrate-to", "1997-09-30",
            "--time-unit", unit, "--rejects", "none");
        Assert.Equal(0, code);
        Assert.Contains($"{model}: ", output);
        Assert.Contains("log-likelihood", output);
        Assert.Contains("The model wins", output);
    }

    [Theory]
    [InlineData("1996-12-31", "Nobody had bought by 1996-12-31")]
    [InlineData("1999-01-01", "after the last day")]
    public async Task A_day_outside_the_file_is_refused(string day, string says)
    {
        var (code, output, log) = await Run("lifetime", Orders, "--calibrate-to", day, "--rejects", "none");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(says, log);
    }

    [Fact, InWholeRuns]
    public async Task A_shop_is_told_whether_its_forecasts_are_worth_using()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-lifetime-").FullName;
        try
        {
            var store = Path.Combine(folder, "shop.db");
            Assert.Equal(0, (await Run("import", Orders, "--store", store, "--rejects", "none")).Code);
            var (code, output, _) = await Run(
                "validate", "lifetime", "--store", store, "--as-of", "1998-06-30", "--json");
            Assert.Equal(0, code);
            var report = JsonDocument.Parse(output).RootElement;
            Assert.Equal(3, report.GetProperty("origins").GetArrayLength());
            Assert.Contains("of 3 days", report.GetProperty("words").GetString());
            var (_, early, _) = await Run("validate", "lifetime", "--store", store, "--as-of", "1997-02-01");
            Assert.Contains("No forecast can be judged", early);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
