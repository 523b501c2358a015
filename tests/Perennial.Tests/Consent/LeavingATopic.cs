using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Tests.Store;
using Perennial.Tests.Webhooks;

namespace Perennial.Tests.Consent;

/// <summary>Leaving one topic is not leaving all of them.</summary>
public sealed class LeavingATopic : StoreContract
{
    [Fact]
    public void Whoever_leaves_one_group_of_a_mail_tool_still_consents_to_the_channel()
    {
        var ann = new CustomerKeySet { External = "ann", Email = "ann@example.com" };
        var agreed = new IncomingEvent
        {
            Source = "shop", MessageId = "1", At = new Instant(Now.UnixMs - 2_000), Who = ann,
            Details = new CustomerDetails { Email = "ann@example.com", ConsentEmail = true },
        };
        Store.Intake.Write(EventBatch.Of([agreed]), Moment, cancellation: Stop);

        var body = $$"""
            [{"event":"group_unsubscribe","email":"ann@example.com","asm_group_id":10,"sg_event_id":"e1",
              "timestamp":{{(Now.UnixMs / 1000) - 1}}}]
            """;
        var left = Calls.Of("sendgrid", "s").Read(Calls.Request(body));
        Store.Intake.Write(EventBatch.Of(left.Events), Moment, cancellation: Stop);

        Assert.True(Store.Customers.ById(SomeFacts.Id("ann"))!.Details.ConsentEmail);
    }
}
