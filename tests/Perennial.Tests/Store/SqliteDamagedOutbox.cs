using Perennial.Core.Intake;
using Perennial.Destinations;
using Perennial.Tests.Destinations;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What is noted for destinations can be damaged only behind the store's back.</summary>
public sealed class SqliteDamagedOutbox : StoreContract
{
    [Fact]
    public async Task A_change_that_cannot_be_read_is_given_up_and_holds_up_nobody()
    {
        await using var ledger = await Ledger.Start();
        Write(Batch([("anna", (CustomerDetails?)null)]));
        var settings = DestinationFile.Parse("destinations:\n" + ledger.Yaml(), "d.yaml", []).Single();
        Store.Destinations.Put(settings.Name, settings.Kind, settings.ToJson(), Now);
        await Sync();
        Write(Batch(Order("anna", "1", 10, 1000)));
        Tamper("""update outbox set change = '"no object"'""");
        Write(Batch(Order("anna", "2", 9, 1000)));

        var report = await Sync();

        Assert.Equal((1, 1), (report.Delivered, report.Dead));
        Assert.Equal(["2"], ledger.Of("anna"));
    }

    Task<SyncReport> Sync() => new SyncShop(Store, TimeProvider.System, _ => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        .Run(Store.Destinations.All().Single(), Stop);
}
