using System.Text.RegularExpressions;
using Perennial.Core.Demo;

namespace Perennial.Tests.Demo;

public partial class CustomersTests
{
    static readonly FlowerShop shop = ShopsForTests.Paris;

    // Written down from the sources, independently of the code: NANPA 555-01xx; Ofcom's drama numbers; Arcep decision
    // 2018-0881, 2.5.12; Bundesnetzagentur notice 148/2021.
    [GeneratedRegex(@"^(\+1[2-9]\d\d55501\d\d" +
        @"|\+44(207946|113496|114496|115496|116496|117496|118496|121496|131496|141496|151496|161496)0\d{3}" +
        @"|\+44(1632960|7700900)\d{3}|\+33(19900|26191|35301|46571|53649|63998)\d{4}" +
        @"|\+49(3023125|6990009|4066969|2214710|8999998)\d{3})$")]
    private static partial Regex Fictional();

    [Fact]
    public void Every_telephone_number_is_reserved_for_fiction()
    {
        var phones = shop.Batch.Details.Select(details => details!.Phone).OfType<string>().ToList();
        Assert.InRange(phones.Count, 4_400, 4_800);
        Assert.All(phones, phone => Assert.Matches(Fictional(), phone.Replace(" ", "").Replace("-", "")));
    }

    [Fact]
    public void In_five_thousand_customers_no_number_is_given_twice()
    {
        var phones = shop.Batch.Details.Select(details => details!.Phone).OfType<string>().ToList();
        Assert.Equal(phones.Count, phones.Distinct().Count());
    }

    [Fact]
    public void Every_mailbox_is_unique_and_at_an_example_domain()
    {
        var emails = shop.Batch.Details.Select(details => details!.Email!).ToList();
        Assert.Equal(emails.Count, emails.Distinct().Count());
        Assert.All(emails, email => Assert.Matches(@"^[a-z0-9._]+@example\.(com|org|net)$", email));
    }

    [Fact]
    public void Names_and_addresses_vary_like_a_real_shops()
    {
        var details = shop.Batch.Details;
        Assert.True(details.Select(d => (d!.FirstName, d.LastName)).Distinct().Count() > 4_200);
        Assert.True(details.Select(d => (d!.Address1, d.Postcode)).Distinct().Count() > 4_900);
        Assert.Equal(["DE", "FR", "GB", "US"], details.Select(d => d!.Country!).Distinct().Order());
        Assert.All(details, d => Assert.False(
            string.IsNullOrWhiteSpace(d!.Address1) || string.IsNullOrWhiteSpace(d.City) || d.Address1.Contains('{')));
        Assert.All(details, d => Assert.Matches(d!.Country switch
        {
            "GB" => "^[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}$",
            _ => "^[0-9]{5}$",
        }, d.Postcode));
    }

    [Fact]
    public void Consent_is_said_yes_no_or_nothing()
    {
        foreach (var consent in new Func<Core.Intake.CustomerDetails, bool?>[]
            { d => d.ConsentEmail, d => d.ConsentSms, d => d.ConsentPhone, d => d.ConsentPost })
        {
            var said = shop.Batch.Details.GroupBy(d => consent(d!)?.ToString() ?? "nothing").ToList();
            Assert.Equal(3, said.Count);
            Assert.All(said, group => Assert.True(group.Count() > 400));
        }
    }

    [Fact]
    public void Customers_with_a_birthday_are_grown_up()
    {
        var birthdays = shop.Batch.Details.Select(d => d!.Birthday).OfType<DateOnly>().ToList();
        Assert.InRange(birthdays.Count, 1_700, 2_100);
        Assert.All(birthdays, day => Assert.InRange(day.Year, 1930, 2008));
    }
}
