using System.IO.Compression;
using System.Net;
using Perennial.Core.Intake;
using Perennial.Data.Access;
using Perennial.Privacy;
using Perennial.Tests.Store;

namespace Perennial.Tests.Access;

/// <summary>One person's copy of everything, and the person forgotten, asked of the running app.</summary>
public class ErasurePageTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_exports_and_erases_a_customer_and_keeps_a_receipt()
    {
        shop.Store.Intake.Write(SomeFacts.Batch([("leaving", new CustomerDetails
        {
            FirstName = "Ida <i>", Email = "ida@example.com", ConsentEmail = true,
        })], SomeFacts.Order("leaving", "L-1", 3, 1_234)), shop.Store.Moment());
        var admin = shop.As(StaffRole.Admin);
        var address = "/customers/" + SomeFacts.Id("leaving");
        Assert.Contains("Export everything", await admin.GetStringAsync(address, Cancel));
        Assert.DoesNotContain("Export everything", await shop.As(StaffRole.Marketer).GetStringAsync(address, Cancel));

        using var zip = new ZipArchive(new MemoryStream(await admin.GetByteArrayAsync(address + "/export", Cancel)));
        Assert.Superset(
            new HashSet<string>
            {
                "index.html", "profile.json", "customer.json", "consent.json", "customer_order.json",
            },
            zip.Entries.Select(entry => entry.Name).ToHashSet());
        var page = await new StreamReader(zip.GetEntry("index.html")!.Open()).ReadToEndAsync(Cancel);
        Assert.Contains("Ida &lt;i&gt;", page);
        Assert.Contains("ida@example.com", page);

        Assert.Equal(HttpStatusCode.BadRequest, (await GuardedShop.Post(admin, address + "/erase")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(admin, address));
        var receipt = await GuardedShop.Post(admin, address + "/erase", ("sure", "yes"));
        Assert.Contains("1 customer_order", await receipt.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, await GuardedShop.Get(admin, address));
        Assert.DoesNotContain("ida@example.com", await admin.GetStringAsync("/customers", Cancel));
        Assert.Contains("customer erased", await admin.GetStringAsync("/settings/changes", Cancel));
    }

    [Fact]
    public void A_stores_own_request_erases_by_any_of_the_persons_keys()
    {
        shop.Store.Intake.Write(EventBatch.Of(
        [
            new IncomingEvent
            {
                Source = "test", MessageId = "1", At = SomeFacts.At(1),
                Who = new CustomerKeySet { External = "redacted", Email = "red@example.com" },
                Details = new CustomerDetails { Email = "red@example.com" },
            },
        ]), shop.Store.Moment());
        var receipt = EraseCustomer.Run(shop.Store, new CustomerKeySet { Email = "RED@example.com ", Phone = "+1 555" },
            "customers/redact", GuardedShop.By, shop.Now);
        Assert.Equal([SomeFacts.Id("redacted")], receipt.Receipt.Customers);
        Assert.True(shop.Store.Erasure.IsErased(SomeFacts.Id("redacted")));
        Assert.Throws<Core.BadInputException>(() => EraseCustomer.Run(
            shop.Store, new CustomerKeySet { Email = " " }, "nothing", GuardedShop.By, shop.Now));
    }
}
