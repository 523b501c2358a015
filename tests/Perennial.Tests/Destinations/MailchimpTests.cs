using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Perennial.Channels.Destinations;

namespace Perennial.Tests.Destinations;

public class MailchimpTests
{
    const string Yaml = """
          - name: chimp
            kind: mailchimp
            url: URL
            key: ${KEY}
            list: abc
            allow_private: true
            identity: email
            mapping: [{from: first_name, to: FNAME}]
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Vendor(Received request, HttpContext http)
    {
        if (request.Path.Contains("delete-permanent", StringComparison.Ordinal)) http.Response.StatusCode = 204;
        if (http.Response.StatusCode == 204) return "";
        var wrong = request.Json.GetProperty("members").EnumerateArray()
            .Select(one => one.GetProperty("email_address").GetString()!).Where(email => !email.Contains('@'));
        return JsonSerializer.Serialize(new
        {
            errors = wrong.Select(email => new { email_address = email, error = "…", error_code = "ERROR_GENERIC" }),
        });
    }

    // Source of the vector: Mailchimp's own documentation.
    [Fact]
    public void A_member_is_named_as_Mailchimp_does() => Assert.Equal(
        "62eeb292278cc15f5817cb78f7790b08", MailchimpDestination.Hash("Urist.McVankab@freddiesjokes.com"));

    [Fact]
    public async Task Nobody_is_subscribed_who_did_not_consent()
    {
        await using var vendor = (await VendorFixture.Start(Vendor)).Set("KEY", "k-us1");
        using var chimp = vendor.Open(Yaml);
        var sent = chimp.Send([VendorFixture.Change("yes@x.example", ("FNAME", "Anna")) with { MayEmail = true },
            VendorFixture.Change("no@x.example") with { MayEmail = false },
            VendorFixture.Change("never-asked@x.example"), VendorFixture.Change("no address")], Stop);
        Assert.Equal("Delivered Delivered Delivered Refused", await VendorFixture.Kinds(sent));
        var body = vendor.Requests.Single().Json;
        Assert.True(body.GetProperty("update_existing").GetBoolean());
        Assert.Equal(["subscribed", "unsubscribed", "transactional", "transactional"],
            body.GetProperty("members").EnumerateArray().Select(one => one.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task An_erased_customer_is_deleted_for_good()
    {
        await using var vendor = (await VendorFixture.Start(Vendor)).Set("KEY", "k-us1");
        using var chimp = vendor.Open(Yaml);
        Assert.Equal("Delivered", await VendorFixture.Kinds(chimp.Send(
            [VendorFixture.Change("urist.mcvankab@freddiesjokes.com") with { IsErased = true }], Stop)));
        Assert.Equal("/3.0/lists/abc/members/62eeb292278cc15f5817cb78f7790b08/actions/delete-permanent",
            vendor.Requests.Single().Path);
    }
}
