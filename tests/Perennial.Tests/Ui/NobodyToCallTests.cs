using System.Net;
using Perennial.Cli;
using Perennial.Core.Intake;
using Perennial.Data.Access;
using Perennial.Tests.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Ui;

/// <summary>A shop of orders alone is told what its call list lacks, and no longer once it has a number.</summary>
public sealed class NobodyToCallTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    const string Lacks = "No telephone numbers yet", Import = "perennial import customers.csv";

    [Fact]
    public async Task A_call_list_without_numbers_says_what_to_import()
    {
        foreach (var address in new[] { "/", "/calls", "/calls?phone=yes" })
        {
            var page = await Get(address);
            Assert.Contains(Lacks, page);
            Assert.Contains(Import, page);
        }
        Assert.DoesNotContain("Today's first calls", await Get("/"));
        Assert.Contains(Import, await Calls());
        Assert.Contains(Import, await Calls("--with-phone"));

        shop.Store.Intake.Write(SomeFacts.Batch([("anna", new CustomerDetails { Phone = "+49 30 1234567" })],
            SomeFacts.Order("anna", "9", 3, 100)), shop.Store.Moment());
        foreach (var address in new[] { "/", "/calls", "/calls?phone=yes" })
            Assert.DoesNotContain(Lacks, await Get(address));
        Assert.DoesNotContain(Import, await Calls());
        Assert.Contains("Nobody to call: take away the rule, --tier",
            await Calls("--tier", "6", "--with-phone", "--limit", "0"));
    }

    async Task<string> Get(string address) => WebUtility.HtmlDecode(
        await shop.As(StaffRole.Viewer).GetStringAsync(address, TestContext.Current.CancellationToken));

    async Task<string> Calls(params string[] more)
    {
        using var said = new StringWriter();
        await CommandLine.Run(["calls", "--store", shop.Store.Path, .. more], TextWriter.Null, said, shop.Clock);
        return said.ToString();
    }
}
