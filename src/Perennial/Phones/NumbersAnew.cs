using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Settings;
using Perennial.Moments;
using Perennial.Settings;

namespace Perennial.Phones;

/// <summary>Reads all telephone numbers and addresses anew where they were read in another way before: by an earlier
/// version of this program, or numbers as another country's.</summary>
static class NumbersAnew
{
    // Counted up whenever the same text is read as another number than before.
    const int Revision = 1;

    // As soon as addresses are folded in another way, both.
    const string HouseholdRevision = "1";

    /// <summary>Does it where it is due. Killed half-way, whoever is next does it again.</summary>
    /// <returns>How many customers have their number in another form now.</returns>
    public static int IfDue(ShopStore store, Instant now, CancellationToken cancel = default)
    {
        var phones = ShopSettings.Of(store).Phones;
        var readAs = $"{Revision} {phones.Country ?? "-"}";
        FindHouseholds(store, now, cancel);
        if (store.Settings.Of(SettingStore.NumbersReadAs) == readAs) return 0;
        var count = store.Customers.Count() == 0 ? 0
            : store.Intake.ReadPhonesAnew(phones.Number, new ShopMoments(store).At(now), cancel);
        store.Settings.Put(SettingStore.NumbersReadAs, readAs, now);
        return count;
    }

    static void FindHouseholds(ShopStore store, Instant now, CancellationToken cancel)
    {
        if (store.Settings.Of(SettingStore.HouseholdsFoundAs) == HouseholdRevision) return;
        if (store.Customers.Count() > 0) store.Households.FindAll(new ShopMoments(store).At(now), cancel);
        store.Settings.Put(SettingStore.HouseholdsFoundAs, HouseholdRevision, now);
    }
}
