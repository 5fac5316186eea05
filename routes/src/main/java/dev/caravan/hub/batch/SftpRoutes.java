package dev.caravan.hub.batch;

import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.sftp.SftpNews;
import dev.caravan.sftp.SftpSource;

/** Fetches batch files from an SFTP server, and says what came of it: what is the matter once, until it changes. */
public final class SftpRoutes extends RouteBuilder {

    /** Takes an {@link SftpNews} as soon as there is one. */
    static final String SFTP_NEWS = "direct:sftp-news";

    private static final Logger HUB = LoggerFactory.getLogger("dev.caravan.hub");

    private final Said said = new Said();
    private final SftpSource source;

    public SftpRoutes(SftpSource source) {
        this.source = source;
    }

    @Override
    public void configure() {
        var listener = getContext().createProducerTemplate();
        // @formatter:off
        from("{{caravan.endpoint.sftp}}").routeId("look-at-sftp")
            .process(look -> source.look(news -> listener.sendBody(SFTP_NEWS, news)));

        from(SFTP_NEWS).routeId("sftp-news")
            .process(message -> say(message.getMessage().getBody(SftpNews.class)))
            .filter(simple("${body.batch} != null"))
                .transform().body(SftpNews.class, SftpNews::batch)
                .to("{{caravan.endpoint.read}}");
        // @formatter:on
    }

    private void say(SftpNews news) {
        switch (news.kind()) {
            case TAKEN, WELL -> {
                said.forget(news.about());
                HUB.info(news.message());
            }
            case QUARANTINED -> {
                said.forget(news.about());
                HUB.warn("quarantined: {}", news.message());
            }
            case STUCK, TROUBLE -> {
                if (said.isNews(news.about(), news.message())) {
                    HUB.warn(news.message());
                }
            }
        }
    }
}
